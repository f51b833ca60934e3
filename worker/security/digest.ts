import { toBase64Url, toHex, utf8 } from "./encoding.ts";

/** Keys made for HMAC, by secret: importing one costs more than using it. */
const imported = new Map<string, Promise<CryptoKey>>();

function hmacKey(secret: string): Promise<CryptoKey> {
  let key = imported.get(secret);
  if (key === undefined) {
    key = crypto.subtle.importKey("raw", utf8(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    imported.set(secret, key);
  }
  return key;
}

/** HMAC-SHA-256 of a text, cut to 128 bits: 22 characters of base64url. */
export async function hmac128(secret: string, text: string): Promise<string> {
  const signature = await crypto.subtle.sign("HMAC", await hmacKey(secret), utf8(text));
  return toBase64Url(new Uint8Array(signature, 0, 16));
}

/** HMAC-SHA-256 of a text, whole: 43 characters of base64url. */
export async function hmac256(secret: string, text: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.sign("HMAC", await hmacKey(secret), utf8(text))));
}

/** SHA-256 of a text in hexadecimal. */
export async function sha256Hex(text: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(text))));
}

/**
 * Compares two texts in a time that does not tell where they differ. `timingSafeEqual` throws on
 * unequal lengths, so digests are compared.
 */
export async function isEqualSecret(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([
    crypto.subtle.digest("SHA-256", utf8(a)),
    crypto.subtle.digest("SHA-256", utf8(b)),
  ]);
  return crypto.subtle.timingSafeEqual(left, right);
}

/** 128 random bits as 22 characters of base64url. */
export function randomId(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
}

/** A key or token: a prefix that says what it is, and 256 random bits. */
export function randomKey(prefix: string): string {
  return `${prefix}_${toBase64Url(crypto.getRandomValues(new Uint8Array(32)))}`;
}
