import type { Site } from "../../shared/schema/site.ts";
import { isAllowedOrigin } from "../allowed-origin.ts";
import { Problem } from "../problem.ts";
import type { KeyGrant } from "../snapshots.ts";

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
