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
  let arrival: Promise<void> | undefined;
  /** The chunk is there, or will not come, or a form that waited for it goes on its way. */
  let isSettled = false;

  const summon = () =>
    (arrival ??= context
      .load("capture")
      .then((module) => {
        isSettled = true;
        module.startCapture(context);
      })
      .catch((error) => {
        isSettled = true;
        sayOnce(error);
      }));

  /** Listens until the chunk does. */
  const listenUntilThen = (name: string, listener: (event: Event, target: Element) => unknown) =>
    listen(document, name, (event: Event) => {
      if (!isSettled) void listener(event, event.composedPath()[0] as Element);
    });
  const onTouch = ({ isTrusted }: Event, target: Element) => {
    if (isTrusted) context.touched.add(target);
    return summon();
  };
  listenUntilThen("pointerdown", onTouch);
  listenUntilThen("focusin", onTouch);
  listenUntilThen("change", onTouch);
  // A click may leave the page before the chunk is there: what it means is told, without more.
  listenUntilThen("click", ({ isTrusted }, target) => {
    const marked = target.closest<HTMLElement>("[data-score-event]:not(form)");
    if (isTrusted && marked) context.track(marked.dataset["scoreEvent"] as string);
  });
  listenUntilThen("submit", async (event, form) => {
    event.preventDefault();
    event.stopPropagation();
    await Promise.race([summon(), new Promise((done) => setTimeout(done, holdMs))]);
    const wasSettled = isSettled;
    isSettled = true;
    (form as HTMLFormElement).requestSubmit((event as SubmitEvent).submitter);
    isSettled = wasSettled;
  });
  if (document.readyState === "complete") void summon();
  else listen(window, "load", summon);
}
