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

/** The signed visitor id of the cookie, or undefined. Whoever reads it checks the signature. */
export function readVisitorCookie(request: Request, siteId: string): string | undefined {
  if (!isFirstParty(request)) return undefined;
  return valueOf(request.headers.get("cookie") ?? "", nameOf(request, siteId));
}

/** The signed visitor id in a `Cookie` header that the site's own server passes on, or undefined. */
export function visitorOfCookies(cookies: string, siteId: string): string | undefined {
  return valueOf(cookies, `__Host-scoreline-${siteId}`) ?? valueOf(cookies, `scoreline-${siteId}`);
}

function valueOf(cookies: string, name: string): string | undefined {
  for (const pair of cookies.split(/; */)) {
    if (pair.startsWith(`${name}=`)) return pair.slice(name.length + 1);
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
