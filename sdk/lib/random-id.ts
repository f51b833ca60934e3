/**
 * Makes an id of 128 random bits: 22 characters of base64url. `getRandomValues` works on plain
 * http too, where `crypto.randomUUID` is missing.
 *
 * @example randomId(); // "Zk3vT0b1Qm6xq0iY8rJd2A"
 */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .slice(0, 22);
}
