import { Problem } from "../problem.ts";

/** Whether one pattern of a site's origins covers an origin: `https://*.example.com`, `http://localhost:*`. */
function covers(pattern: string, origin: URL): boolean {
  const [, protocol, wildcard, host, port] =
    /^(https?:)\/\/(\*\.)?([a-z0-9.-]+?)(?::(\d{1,5}|\*))?$/.exec(pattern) ?? [];
  if (protocol !== origin.protocol || host === undefined) return false;
  const isHost = wildcard === undefined ? origin.hostname === host : origin.hostname.endsWith(`.${host}`);
  return isHost && (port === "*" || (port ?? "") === origin.port);
}

/**
 * Whether a page of this origin may use the site's write key. The origin is compared whole, so
 * `https://site.com.evil.com` and `https://evilsite.com` are not `https://site.com`; `null` is never
 * allowed.
 */
export function isAllowedOrigin(patterns: readonly string[], origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return patterns.some((pattern) => covers(pattern, url));
}

/**
 * Lets pages of the site's origins pass, and what is no page at all.
 *
 * @throws {Problem} 403 for a page of another origin.
 */
export function requireAllowedOrigin(patterns: readonly string[], origin: string | null): void {
  if (origin === null || isAllowedOrigin(patterns, origin)) return;
  throw new Problem(
    403,
    "foreign_origin",
    `pages of ${origin.slice(0, 200)} may not use this write key; add the origin to the site's settings`,
  );
}
