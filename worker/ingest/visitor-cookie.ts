import { readVisitorToken } from "../security/visitor-token.ts";

/** Kept for as long as browsers keep a cookie at most: 400 days. RFC 6265bis, section 5.5. */
const maxAgeSeconds = 34_560_000;

/** The `__Host-` prefix keeps other subdomains from setting it; browsers take it over https only. */
const nameOf = (request: Request, siteId: string): string =>
  `${new URL(request.url).protocol === "https:" ? "__Host-" : ""}scoreline-${siteId}`;

/**
 * Whether the worker answers under the site's own domain, as seen by the browser. Only there a cookie
 * is the site's own; and only a browser sends this header, which no page can set.
 */
export const isFirstParty = (request: Request): boolean =>
  request.headers.get("sec-fetch-site") === "same-origin";

/** Cookies of one name that are looked at; a sibling domain can set as many as it likes. */
const cookiesRead = 4;

/**
 * The signed visitor id of the cookie, or undefined. Of several of the name, which another subdomain
 * may have set, the first that was signed here counts.
 */
export async function readVisitorCookie(
  request: Request,
  secret: string,
  siteId: string,
): Promise<string | undefined> {
  if (!isFirstParty(request)) return undefined;
  return firstSigned(valuesOf(request.headers.get("cookie") ?? "", nameOf(request, siteId)), secret, siteId);
}

/** The signed visitor id in a `Cookie` header that the site's own server passes on, or undefined. */
export function visitorOfCookies(
  cookies: string,
  secret: string,
  siteId: string,
): Promise<string | undefined> {
  const values = [`__Host-scoreline-${siteId}`, `scoreline-${siteId}`].flatMap((name) =>
    valuesOf(cookies, name),
  );
  return firstSigned(values, secret, siteId);
}

function valuesOf(cookies: string, name: string): string[] {
  return cookies
    .split(/; */)
    .filter((pair) => pair.startsWith(`${name}=`))
    .slice(0, cookiesRead)
    .map((pair) => pair.slice(name.length + 1));
}

async function firstSigned(
  tokens: readonly string[],
  secret: string,
  siteId: string,
): Promise<string | undefined> {
  for (const token of tokens) {
    if (tokens.length === 1 || (await readVisitorToken(secret, siteId, token)) !== undefined) return token;
  }
  return undefined;
}

/**
 * The `Set-Cookie` header that keeps a signed visitor id, or takes it away. Set by the server and out
 * of reach of scripts, so that a browser which clears what scripts store after a week leaves it.
 *
 * @param visitor The signed id; undefined takes the cookie away.
 */
export function visitorCookie(request: Request, siteId: string, visitor: string | undefined): string {
  const secure = new URL(request.url).protocol === "https:" ? "; Secure" : "";
  const life = visitor === undefined ? 0 : maxAgeSeconds;
  return `${nameOf(request, siteId)}=${visitor ?? ""}; Path=/; Max-Age=${life}; HttpOnly; SameSite=Lax${secure}`;
}
