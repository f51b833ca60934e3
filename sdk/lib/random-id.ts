/**
 * Makes an id of 128 random bits: 25 digits and small letters, some of which come
 * a little more often than others, which takes nothing from the 128. `getRandomValues` works on plain http too, where
 * `crypto.randomUUID` is missing.
 *
 * @example randomId(); // "zk3vt0b1qm6xq0iy8rjd2a7mf"
 */
export const randomId = (): string =>
  crypto.getRandomValues(new Uint8Array(25)).reduce((id, byte) => id + (byte % 36).toString(36), "");
