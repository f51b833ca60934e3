import { limits } from "../../shared/limits.ts";
import { fromBase64, toBase64, utf8 } from "../security/encoding.ts";

const secretPrefix = "whsec_";
const secretBytes = 32;

/** A new secret for one receiver: `whsec_` and 32 random bytes as base64. */
export function newWebhookSecret(): string {
  return secretPrefix + toBase64(crypto.getRandomValues(new Uint8Array(secretBytes)));
}

async function hmacKey(secret: string): Promise<CryptoKey> {
  const bytes = fromBase64(secret.startsWith(secretPrefix) ? secret.slice(secretPrefix.length) : secret);
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
}

function signedContent(id: string, timestampSeconds: number, payload: string): Uint8Array<ArrayBuffer> {
  return utf8(`${id}.${timestampSeconds}.${payload}`);
}

/**
 * Signs a webhook after Standard Webhooks (https://www.standardwebhooks.com): HMAC-SHA-256 over
 * `id.timestamp.payload`.
 *
 * @param payload The exact text that is sent.
 * @returns The value of the `webhook-signature` header: `v1,<base64>`.
 */
export async function signWebhook(
  secret: string,
  id: string,
  timestampSeconds: number,
  payload: string,
): Promise<string> {
  const signature = await crypto.subtle.sign(
    "HMAC",
    await hmacKey(secret),
    signedContent(id, timestampSeconds, payload),
  );
  return `v1,${toBase64(new Uint8Array(signature))}`;
}

/**
 * Verifies a webhook after Standard Webhooks.
 *
 * @param signatures Value of the `webhook-signature` header: one or more, separated by spaces.
 * @param nowMs The time to compare the timestamp with, milliseconds.
 * @returns Whether one of the signatures is right and the timestamp is within five minutes.
 */
export async function verifyWebhook(
  secret: string,
  id: string,
  timestampSeconds: number,
  payload: string,
  signatures: string,
  nowMs: number,
): Promise<boolean> {
  if (Math.abs(nowMs / 1000 - timestampSeconds) > limits.webhookToleranceSeconds) return false;
  const key = await hmacKey(secret);
  for (const signature of signatures.split(" ")) {
    const [version, value = ""] = signature.split(",");
    if (version !== "v1" || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) continue;
    if (
      await crypto.subtle.verify("HMAC", key, fromBase64(value), signedContent(id, timestampSeconds, payload))
    )
      return true;
  }
  return false;
}
