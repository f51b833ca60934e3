/**
 * Makes an id of 128 random bits, hardly any of which are lost where two of base64's characters become
 * one: 22 letters, digits and underscores. `getRandomValues` works on plain http too, where
 * `crypto.randomUUID` is missing.
 *
 * @example randomId(); // "Zk3vT0b1Qm6xq0iY8rJd2A"
 */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replace(/\W/g, "_")
    .slice(0, 22);
}
