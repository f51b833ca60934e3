import type { InboundWebhook } from "../../../worker/sources/contract.ts";

/** What a provider sends: a payload as its documentation shows it, with an address of ours in it. */
export interface SourceFixture {
  /** Settings of a source, with the secrets that the provider gives. */
  settings: Record<string, unknown>;
  /** Settings that belong to another account of the provider: what it signs is not ours. */
  foreign: Record<string, unknown>;
  /** Payload for a person, with all kinds of event that are mapped; `marked` by a text of ours to find it again. */
  payload: (email: string, nowMs: number) => unknown;
  /** Names of the events that come of it, in order of time. */
  events: readonly string[];
  /** A payload of the provider with nothing in it that says anything here, and what it is named. */
  silent: { payload: unknown; ignored: Record<string, number> };
  /** The payload with one item that cannot be used beside the good ones; left out where a delivery has one item. */
  withBad?: (payload: unknown) => unknown;
  /** Puts a text into every field that a stranger fills in. */
  hostile: (email: string, nowMs: number, text: string) => unknown;
  /** Signs as the provider does. */
  sign: (
    webhook: Pick<InboundWebhook, "method" | "url"> & { body: string },
    settings: Record<string, unknown>,
    nowMs: number,
  ) => Promise<Record<string, string>>;
  /** The header with the signature, and the one with the signed time where there is one. */
  signatureHeader: string;
  /** Whether the signature holds for the body; a password holds for any. */
  signsBody: boolean;
  /** Whether a time is signed, so that a delivery grows too old. */
  hasTime: boolean;
  /** Answers the provider's API gives while the fixture is delivered, by path; for kinds that look something up. */
  api?: (email: string) => Record<string, unknown>;
}

export function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
}

export function base64(buffer: ArrayBuffer | Uint8Array): string {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)));
}

export function hex(buffer: ArrayBuffer): string {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** HMAC-SHA-256, written down here once more so that the test does not trust what it tests. */
export async function hmac(secret: string, text: string): Promise<ArrayBuffer> {
  const key = await crypto.subtle.importKey("raw", bytes(secret), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  return crypto.subtle.sign("HMAC", key, bytes(text));
}
