import { judge, type Verdict } from "./verdict.ts";

/** An endpoint that has not answered by then is taken for dead. Milliseconds. */
const patienceMs = 10_000;

/**
 * Sends one request and says what became of it; never rejects. A text body with no header of ours
 * needs no preflight, which would die with the page. Cookies go with it on the site's own domain only,
 * where the server keeps the visitor's id in one.
 *
 * @param isKept Whether the request must outlive the page. The browser gives all of a page's kept requests 64 KiB together.
 * @example const verdict = await request("https://host/v1/batch", body, true);
 */
export const request = (url: string, body: string, isKept: boolean): Promise<Verdict> =>
  new Promise((resolve) => {
    // No network, a policy of the page, an extension, the patience above: all may be over in a moment.
    const again = () => resolve({ _kind: "again", _afterMs: 0 });
    setTimeout(again, patienceMs);
    // In a function of its own: what the page put in the place of `fetch` may throw at once.
    (async () => {
      const response = await fetch(url, { method: "POST", body, keepalive: isKept });
      resolve(judge(response.status, await response.text(), response.headers.get("Retry-After")));
    })().catch(again);
  });
