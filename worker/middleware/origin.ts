import type { Site } from "../../shared/schema/site.ts";
import { Problem } from "../problem.ts";
import type { KeyGrant } from "../snapshots.ts";

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

/** Whether a page of this very origin asks to read: a browser sends no Origin with that, but it does say so. */
function isReadOfOwnPage({ method, headers }: Request): boolean {
  return method === "GET" && headers.get("sec-fetch-site") === "same-origin";
}

/**
 * Lets pages of the site's origins pass, and what is no page at all: unless the site requires an
 * origin, which browsers send with every POST and with every GET to another origin, and which the
 * secret key needs nowhere.
 *
 * @throws {Problem} 403 for a page of another origin, and for a write key without any origin where the
 * site requires one.
 */
export function requireAllowedOrigin(
  { origins, requireOrigin }: Pick<Site, "origins" | "requireOrigin">,
  { kind }: Pick<KeyGrant, "kind">,
  request: Request,
): void {
  const origin = request.headers.get("origin");
  if (origin === null) {
    if (requireOrigin !== true || kind !== "write" || isReadOfOwnPage(request)) return;
    throw new Problem(
      403,
      "missing_origin",
      "this site takes its write key from its own pages only, and the request has no Origin header: use the secret key on a server, or turn the site's setting requireOrigin off for apps",
    );
  }
  if (isAllowedOrigin(origins, origin)) return;
  throw new Problem(
    403,
    "foreign_origin",
    `pages of ${origin.slice(0, 200)} may not use this write key; add the origin to the site's settings`,
  );
}
