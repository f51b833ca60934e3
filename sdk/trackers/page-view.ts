import { listen } from "../lib/listen.ts";
import { onLeave } from "../lib/on-leave.ts";
import { onRestore } from "../lib/on-restore.ts";
import { whenActivated } from "../lib/when-activated.ts";
import type { TrackerContext } from "./tracker.ts";

/** How long a route may take to set its title, and to redirect, before its view is reported. Milliseconds. */
const settleMs = 50;

/** A fragment is a page of its own only where a hash router uses it: `#/prices`, not `#prices`. */
const viewedAddress = () => {
  const { href } = location;
  // Most addresses have none, and what a pattern costs the first time is time of the page's start.
  return href.includes("#") ? href.replace(/#(?!!?\/).*/, "") : href;
};

/**
 * Reports a view on load, on each navigation of a single-page app, and when the page comes back
 * from the back-forward cache; a prerendered page counts when it is shown. Navigations without a
 * load are told by the Navigation API; where that is missing, the tracker history-calls looks for them.
 *
 * @param firstAtMs When the view of this load began, milliseconds since 1970; nothing when the page itself has told it.
 * @returns To be called when the address has changed without a load, with `true` when the new one took the place of the old one in the history.
 */
export function startPageViews(
  { page }: Pick<TrackerContext, "page">,
  firstAtMs: number | undefined,
): (isReplacement: boolean) => void {
  let viewed = viewedAddress();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** A view that has begun and waits for its title. */
  let pending: { atMs: number; referrer?: string } | undefined;

  const report = () => {
    clearTimeout(timer);
    if (pending) page(pending.atMs, pending.referrer);
    pending = undefined;
  };

  whenActivated(() => {
    viewed = viewedAddress();
    if (!firstAtMs) return;
    pending = { atMs: firstAtMs };
    // An async script may come before the title.
    if (document.title || document.readyState !== "loading") report();
    else listen(document, "DOMContentLoaded", report);
  });
  const onNavigation = (isReplacement: boolean) => {
    const address = viewedAddress();
    const referrer = viewed;
    // Compared before anything waits: a router may push and replace the same address in one breath.
    viewed = address;
    // A replacement within a path is a filter or a campaign parameter, not a page.
    if (address === referrer || (isReplacement && address.split("?")[0] === referrer.split("?")[0])) return;
    clearTimeout(timer);
    // A redirect is one view, which began where it began.
    pending ??= { atMs: Date.now(), referrer };
    timer = setTimeout(report, settleMs);
  };
  // Not in TypeScript's DOM everywhere yet.
  const { navigation } = window as { navigation?: EventTarget };
  if (navigation) {
    listen(navigation, "currententrychange", (event: { navigationType?: string | null }) =>
      onNavigation(event.navigationType === "replace"),
    );
  }
  onRestore(() => page());
  onLeave(report);
  return onNavigation;
}
