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
