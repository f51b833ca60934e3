import type { Finding } from "../../shared/schema/setup.ts";
import { guardedFetch, outboundProblem } from "../destinations/outbound.ts";

const redirectsFollowed = 5;
/** After so long no further redirect is followed. Milliseconds. */
const patienceMs = 10_000;

/** What a site's log shows of us. */
const headers = {
  accept: "text/html",
  "user-agent": "Mozilla/5.0 (compatible; Scoreline install check)",
};

/** A page that answered, or why there is none to read. */
export type FetchedPage = { url: URL; response: Response } | { url: URL; finding: Finding };

function failed(url: URL, code: string, message: string, fix: string): FetchedPage {
  return { url, finding: { code, severity: "error", message, fix } };
}

/**
 * Fetches a page that an administrator named. Each address on the way has to be one that a
 * destination may have too: no redirect leads to a private network.
 */
export async function fetchPage(address: string, isLocalMode: boolean): Promise<FetchedPage> {
  const send = guardedFetch(isLocalMode);
  const untilMs = Date.now() + patienceMs;
  let url = new URL(address);
  for (let hops = 0; hops <= redirectsFollowed && Date.now() < untilMs; hops += 1) {
    let response: Response;
    try {
      response = await send(url.href, { headers });
    } catch {
      return failed(
        url,
        "page_unreachable",
        `${url.host} did not answer.`,
        "Check the address. A page behind a login, a VPN or a firewall cannot be read from here; the lights above turn green all the same.",
      );
    }
    const location = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || location === null) return answered(url, response);
    await response.body?.cancel();
    if (!URL.canParse(location, url.href)) break;
    url = new URL(location, url);
    const problem = outboundProblem(url.href, isLocalMode);
    if (problem !== undefined) {
      return failed(
        url,
        "redirect_not_followed",
        `The page leads on to ${url.origin}, which ${problem}.`,
        "Check the address that the page is really at.",
      );
    }
  }
  return failed(url, "redirect_not_followed", "The page leads on and on.", "Check the address of the page.");
}

async function answered(url: URL, response: Response): Promise<FetchedPage> {
  const type = response.headers.get("content-type") ?? "";
  if (response.ok && /^(text\/html|application\/xhtml\+xml)\b/i.test(type)) return { url, response };
  await response.body?.cancel();
  return response.ok
    ? failed(
        url,
        "not_a_page",
        "The answer is not an HTML page.",
        "Give the address of a page that visitors see.",
      )
    : failed(
        url,
        "page_refused",
        `The page answered ${response.status} to us.`,
        response.status === 403 || response.status === 429
          ? "Its firewall may keep programs out. The lights above turn green all the same."
          : "Check the address.",
      );
}
