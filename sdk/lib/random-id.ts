/**
 * Makes an id of 144 random bits: 24 letters, digits, "+" and "/". `getRandomValues` works on plain
 * http too, where `crypto.randomUUID` is missing.
 *
 * @example randomId(); // "Zk3vT0b1Qm6xq0iY8rJd2A7m"
 */
export const randomId = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
