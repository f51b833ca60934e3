import { limits } from "../../shared/limits.ts";
import { fromBase64, utf8 } from "../security/encoding.ts";

/** Bytes of a signature written in base64; undefined for what is not. */
export function base64Bytes(text: string): Uint8Array<ArrayBuffer> | undefined {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0 ? fromBase64(text) : undefined;
}

/** Bytes of a signature written in hexadecimal; undefined for what is not. */
export function hexBytes(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^([0-9a-f]{2})+$/i.test(text)) return undefined;
  return Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

/** Puts texts and bytes one after another: what a provider signs. */
export function signedBytes(...parts: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const bytes = parts.map((part) => (typeof part === "string" ? utf8(part) : part));
  const whole = new Uint8Array(bytes.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const part of bytes) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}

/** Verifies an HMAC-SHA-256 in constant time. A signature that could not be read is wrong. */
export async function verifyHmac(
  secret: string,
  signature: Uint8Array<ArrayBuffer> | undefined,
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  if (signature === undefined || secret === "") return false;
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", utf8(secret), algorithm, false, ["verify"]);
  return crypto.subtle.verify("HMAC", key, signature, signed);
}

/**
 * Whether a signed time is within five minutes of now, to the second: older is a replay.
 *
 * @param signedAtMs NaN for what is no time.
 */
export function isFresh(signedAtMs: number, nowMs: number): boolean {
  return Math.abs(nowMs - signedAtMs) <= limits.webhookToleranceSeconds * 1000;
}

/** What `verify` says of the usual faults, so that an administrator knows where to look. */
export const refusals = {
  unsigned: (header: string) => `the header ${header} is missing: switch the signature on at the provider`,
  stale: `the signed time is more than ${limits.webhookToleranceSeconds} seconds from now`,
  mismatch: "the signature does not match: compare the secret in the settings with the provider's",
  noSecret: (setting: string) => `${setting} is not set yet: put it into the settings of this source`,
} as const;
