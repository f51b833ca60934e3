import { cleanUrl } from "./lib/clean-url.ts";
import { linkUrl } from "./lib/link-url.ts";
import { listen } from "./lib/listen.ts";
import type { TrackerContext } from "./trackers/tracker.ts";

/** How long a submit waits for the chunk at most. Milliseconds. */
const holdMs = 2000;

/** When the scripts of the page's start have run, as a rule: what the page uses is known then. Milliseconds. */
const settledMs = 500;

/** How long after that the chunk is fetched for a visitor who touches nothing. Milliseconds. */
const untouchedMs = 5000;

/**
 * Fetches the capture chunk when the visitor first touches the page, and a while after its start:
 * a page that nobody touches has little to tell, and its start is not the time for it. Where a tag
 * or consent manager speaks, or the browser does not tell of navigations, the chunk comes as soon as
 * the start is over.
 *
 * A form that is submitted before the chunk is there waits for it: only somebody who submits within
 * moments of the page's arrival does, and a lead that is lost is lost for good.
 */
export function summonCapture(context: TrackerContext): void {
  /** False where the chunk did not come: the next touch asks again. */
  let arrival: Promise<unknown> | boolean | undefined;
  /** The chunk is there, or a form that waited for it goes on its way. */
  let isSettled = false;
  let heldForm: Element | undefined;

  const summon = () =>
    (arrival ||= context
      .load("capture", (module) => {
        isSettled = true;
        module.startCapture(context);
      })
      .then(() => (arrival = isSettled)));

  /** Listens until the chunk does. */
  const listenUntilThen = (name: string, listener: (event: Event, target: Element) => unknown) =>
    listen(document, name, (event: Event) => {
      if (!isSettled) void listener(event, event.composedPath()[0] as Element);
    });
  const onTouch = ({ isTrusted }: Event, target: Element) => {
    if (isTrusted) context.touched.add(target);
    void summon();
  };
  for (const name of ["change", "focusin", "pointerdown"]) listenUntilThen(name, onTouch);
  // There are too many of these to ask again with each.
  listenUntilThen("scroll", () => arrival ?? summon());
  // A click may leave the page before the chunk is there: what it means is told, without more.
  listenUntilThen("click", ({ isTrusted }, target) => {
    const links = context.settings["off"] ? "" : "a[href],";
    const used = target.closest<HTMLAnchorElement>(links + "[data-score-event]:not(form)");
    if (isTrusted && used && !used.closest("[data-score-private]"))
      context.track(used.dataset["scoreEvent"] ?? "click", { link_url: linkUrl(used, cleanUrl) });
  });
  listenUntilThen("submit", async (event, form) => {
    // One that a script made sends nothing.
    if (!event.isTrusted) return;
    event.preventDefault();
    event.stopPropagation();
    // An impatient finger.
    if (heldForm === (heldForm = form)) return;
    await Promise.race([summon(), new Promise((done) => setTimeout(done, holdMs))]);
    const wasSettled = isSettled;
    heldForm = undefined;
    isSettled = true;
    (form as HTMLFormElement).requestSubmit((event as SubmitEvent).submitter);
    isSettled = wasSettled;
  });
  // Not by the event of the page's load: the first event that a page hears costs as much as all listeners here.
  setTimeout(() => {
    const { navigation, dataLayer } = window as { dataLayer?: unknown; navigation?: unknown };
    setTimeout(summon, navigation && !dataLayer && !context.settings["consentFrom"] ? untouchedMs : 0);
  }, settledMs);
}
