import type { QueuedCall } from "../shared/wire.ts";

/**
 * The inline stub: `window.scoreline` as a queue until the script has arrived. When the visitor
 * leaves before that, it sends the queue itself, so that one who acts and goes is not lost; but not
 * where the browser or the visitor says no, and with `OPT_IN` only after an earlier yes.
 *
 * Every byte of it is in each page, so it imports nothing, and the calls leave as they were made: the
 * worker makes events of them. HOST and KEY are put in with the snippet, `OPT_IN` by the build. The
 * first call is the view of the page; the script makes its own of it, and empties the queue.
 */
/* oxlint-disable typescript/no-explicit-any, no-unused-expressions, no-unused-vars, prefer-const, eqeqeq -- what is typed and written out elsewhere is short here */
declare let scoreline: any, navigator: any;
declare const OPT_IN: boolean;

{
  const queue: QueuedCall[] = [];
  const stub: any = (scoreline = { q: queue });
  // The order of names, here and in the body below, is the one that packs best.
  "identify on reset ready debug setConsent page track group"
    .split(" ")
    .map((name) => (stub[name] = (...given: unknown[]) => queue.push([name, new Date(), ...given])));
  stub.page();

  // Who fills in a form is read by the script only; that one was sent is not lost.
  addEventListener(
    "submit",
    ({ target }: any) =>
      // A page may dispatch an event of that name on the document too.
      target.closest &&
      queue[0] &&
      !target.closest("[data-score-private]") &&
      stub.track("form_submit", { form_id: target.getAttribute("id") }),
    // To be captured; shorter than "true".
    1 as any,
  );

  addEventListener("pagehide", () => {
    // 128 random bits as digits; `randomUUID` is missing on plain http.
    let id = "" + crypto.getRandomValues(new Uint32Array(4)),
      anonymousId: string | undefined = OPT_IN ? "" : id;
    // The script empties the queue when it takes over.
    if (queue[0] && (OPT_IN || (!navigator.globalPrivacyControl && navigator.doNotTrack != 1))) {
      try {
        // The device's record begins with its id; that of a "no" has none.
        anonymousId = (
          OPT_IN ? localStorage.scoreline : (localStorage.scoreline ||= `{"anonymousId":"${id}"}`)
        ).split('"')[3];
      } catch {}
      anonymousId &&
        navigator.sendBeacon(
          "HOST/v1/batch",
          JSON.stringify({
            context: { page: { url: location.origin + location.pathname, title: document.title } },
            sentAt: new Date(),
            calls: queue.splice(0),
            anonymousId,
            writeKey: "KEY",
            id,
          }),
        );
    }
  });
}
