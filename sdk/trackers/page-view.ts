import { onLeave } from "../lib/on-leave.ts";
import { onNavigation } from "../lib/on-navigation.ts";
import { onRestore } from "../lib/on-restore.ts";
import { whenActivated } from "../lib/when-activated.ts";
import { whenParsed } from "../lib/when-parsed.ts";
import type { Tracker } from "./tracker.ts";

/** How long a route may take to set its title, and to redirect, before its view is reported. Milliseconds. */
const settleMs = 50;

/** A fragment is a page of its own only where a hash router uses it: `#/prices`, not `#prices`. */
const viewedAddress = () => location.href.replace(/#(?!!?\/).*/, "");

/**
 * Reports a view on load, on each navigation of a single-page app, and when the page comes back
 * from the back-forward cache; a prerendered page counts when it is shown.
 */
export const pageView: Tracker = {
  name: "page-view",
  start(context) {
    let viewed = viewedAddress();
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** A view that has begun and waits for its title. */
    let pending: { atMs: number; referrer?: string } | undefined;

    const report = () => {
      clearTimeout(timer);
      if (pending) context.page(pending.atMs, pending.referrer);
      pending = undefined;
    };

    whenActivated(() => {
      viewed = viewedAddress();
      if (context._isFirstViewTold) return;
      pending = { atMs: context._startedAtMs };
      // An async script may come before the title.
      if (document.title) report();
      else whenParsed(report);
    });

    const stops = [
      onNavigation((isReplacement) => {
        const address = viewedAddress();
        const referrer = viewed;
        // Compared before anything waits: a router may push and replace the same address in one breath.
        viewed = address;
        // A replacement within a path is a filter or a campaign parameter, not a page.
        if (address === referrer || (isReplacement && address.split("?")[0] === referrer.split("?")[0]))
          return;
        clearTimeout(timer);
        // A redirect is one view, which began where it began.
        pending ??= { atMs: Date.now(), referrer };
        timer = setTimeout(report, settleMs);
      }),
      onRestore(() => context.page(Date.now())),
      onLeave(report),
    ];
    return () => stops.forEach((stop) => stop());
  },
};
