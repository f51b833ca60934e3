import { brotliCompressSync, gunzipSync } from "node:zlib";
import { filledIn } from "./page.ts";
import type { Request } from "./site.ts";
import type { Subject } from "./subjects/subject.ts";

/** What a part of a visit sent. */
export interface Traffic {
  /** Requests that carry something the page has to tell. */
  events: number;
  preflights: number;
  /** Settings and scripts that were fetched. */
  fetched: number;
  /** Bytes of bodies and query strings. */
  bytes: number;
  /** Views of distinct addresses that were told. */
  views: number;
  forms: number;
  /** The visitor's e-mail address was among it. */
  hasEmail: boolean;
}

/** A body as plain text: unzipped, unescaped, and with its base64 parts read. */
function plainText(body: Buffer): string {
  const text = (body[0] === 0x1f ? gunzipSync(body) : body).toString();
  const unescaped = text.replaceAll(/%[0-9a-f]{2}/gi, (code) =>
    decodeURIComponent(code.replace(/%[89a-f]./i, "%20")),
  );
  const hidden = unescaped.match(/[\w+/-]{40,}=*/g) ?? [];
  return unescaped + hidden.map((part) => Buffer.from(part, "base64").toString()).join(" ");
}

/** Whether a request carries something the page has to tell. */
export const isEvent = ({ file, method }: Request): boolean => file === undefined && method !== "OPTIONS";

/** Sums up what was asked of a subject's collector. */
export function trafficOf(subject: Subject, requests: readonly Request[]): Traffic {
  const sent = requests.filter(isEvent);
  const told = sent.flatMap((request) => subject.read(request));
  return {
    events: sent.length,
    preflights: requests.filter(({ method }) => method === "OPTIONS").length,
    fetched: requests.filter(({ file, method }) => file !== undefined && method !== "OPTIONS").length,
    bytes: sent.reduce((total, { body, query }) => total + body.length + String(query).length, 0),
    views: new Set(told.flatMap((each) => (each.kind === "view" ? [each.url] : []))).size,
    forms: told.filter(({ kind }) => kind === "form").length,
    hasEmail: sent.some(({ body }) => plainText(body).includes(filledIn.email)),
  };
}

/** Bytes of the scripts that were fetched, packed as a good CDN packs them. */
export function scriptBytes(requests: readonly Request[]): number {
  return requests.reduce((total, { file, path }) => {
    const isScript = file !== undefined && path.endsWith(".js");
    return total + (isScript ? brotliCompressSync(file).length : 0);
  }, 0);
}
