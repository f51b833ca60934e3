import type { CaptureModule } from "./capture/index.ts";
import { listen } from "./lib/listen.ts";
import { sayOnce } from "./lib/say-once.ts";
import type { TrackerContext } from "./trackers/tracker.ts";

/** How long a submit waits for the chunk at most. Milliseconds. */
const holdMs = 2000;

/**
 * Fetches the capture chunk when the page has loaded, or when the visitor first touches it. A form
 * that is submitted before the chunk is there waits for it: only somebody who submits within moments
 * of the page's arrival does, and a lead that is lost is lost for good.
 */
export function summonCapture(context: TrackerContext): void {
  const released = new WeakSet<EventTarget>();
  let arrival: Promise<void> | undefined;
  let isThere = false;

  const summon = () =>
    (arrival ??= context.load("capture").then((module: CaptureModule) => {
      isThere = true;
      module.startCapture(context);
    }, sayOnce));

  const onTouch = (event: Event) => {
    if (isThere) return;
    const target = event.composedPath()[0];
    if (event.isTrusted && target instanceof Element) context.touched.add(target);
    void summon();
  };
  listen(document, "pointerdown", onTouch);
  listen(document, "focusin", onTouch);
  listen(document, "change", onTouch);
  listen(document, "submit", async (event: SubmitEvent) => {
    const form = event.target as HTMLFormElement;
    if (isThere || released.has(form)) return;
    event.preventDefault();
    event.stopPropagation();
    await Promise.race([summon(), new Promise((done) => setTimeout(done, holdMs))]);
    released.add(form);
    form.requestSubmit(event.submitter);
  });
  if (document.readyState === "complete") void summon();
  else listen(window, "load", summon);
}
