import { exports } from "cloudflare:workers";

/** Any JSON answer; tests look at the fields they are about. */
// eslint-disable-next-line typescript/no-explicit-any -- an answer is looked into, not built upon
export type Json = any;

export interface Reply {
  status: number;
  headers: Headers;
  body: Json;
}

const worker = (exports as unknown as { default: Fetcher }).default;

/** Calls the worker, as a client over HTTP would. */
export async function call(path: string, init: RequestInit = {}): Promise<Reply> {
  const response = await worker.fetch(`http://127.0.0.1${path}`, init);
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text,
  };
}

/** Posts JSON, or a text as it is. */
export async function post(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  return call(path, {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

const adminHeaders = { authorization: "Bearer adm_demo_local", "content-type": "application/json" };

export async function admin(path: string): Promise<Reply> {
  return call(`/admin/v1${path}`, { headers: adminHeaders });
}

export async function adminPost(path: string, body: unknown): Promise<Reply> {
  return post(`/admin/v1${path}`, body, adminHeaders);
}

export const secretKeyHeaders = { authorization: `Basic ${btoa("sec_demo_dealer:")}` };

let count = 0;

/** An id that no other event of the run has. */
export function messageId(): string {
  count += 1;
  return `message-${count}-${crypto.randomUUID()}`;
}

export function page(path: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: "page",
    messageId: messageId(),
    properties: { path, url: `http://127.0.0.1${path}`, title: "" },
    ...more,
  };
}

export function track(
  event: string,
  properties: Record<string, unknown> = {},
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return { type: "track", event, messageId: messageId(), properties, ...more };
}

export function identify(
  traits: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return { type: "identify", messageId: messageId(), traits, ...more };
}

/** A batch with the demo's write key. */
export function batch(
  events: readonly unknown[],
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return { writeKey: "pub_demo_dealer", batch: events, ...more };
}
