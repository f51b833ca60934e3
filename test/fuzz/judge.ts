import type { BadRequest } from "./bad-request.ts";

/** What was answered. */
export interface Answered {
  status: number;
  headers: string;
  body: string;
}

/** What no answer may hold: a stack, a place on the disk, a query, the engine's own words. */
const telltales = [
  /\bat (async )?[\w$.<>]+ \([^)]*:\d+:\d+\)/,
  /\b(worker|index)\.m?[jt]s:\d+/,
  /node_modules/,
  /(^|[\s"'(])\/(home|root|tmp|usr|var|opt|srv|etc)\/[\w.-]+/,
  /\bSQLITE_[A-Z]+/,
  /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE)\b[^"]{0,80}\b(FROM|VALUES|SET|WHERE)\b/i,
  /\bno such (table|column)\b/i,
  /\bCannot read propert/,
  /\bis not a function\b/,
  /\b(TypeError|RangeError|ReferenceError)\b/,
];

/**
 * What an answer tells that it should not; undefined when nothing. What the request itself said may
 * be said back to it, and what strangers have told is what a lead book shows.
 *
 * @param told Every text that was ever sent.
 */
export function leakOf(request: BadRequest, answer: Answered, told: string): string | undefined {
  const text = `${answer.headers}\n${answer.body}`;
  const asked = [
    told,
    request.path,
    decoded(request.path),
    ...Object.values(request.headers),
    request.body?.toString("utf8") ?? "",
  ].join("\n");
  for (const telltale of telltales) {
    const found = telltale.exec(text)?.[0];
    if (found !== undefined && !asked.includes(unescaped(found).trim().slice(0, 20))) return found;
  }
  return undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function unescaped(text: string): string {
  return text.replaceAll('\\"', '"').replace(/^["'(\s]+/, "");
}
