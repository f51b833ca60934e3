import { onLeave } from "../lib/on-leave.ts";
import { onNavigation } from "../lib/on-navigation.ts";
import { onRestore } from "../lib/on-restore.ts";
import { whenActivated } from "../lib/when-activated.ts";
import { whenTitled } from "../lib/when-titled.ts";
import type { Tracker } from "./tracker.ts";

/** How long a route may take to set its title, and to redirect, before its view is reported. Milliseconds. */
const settleMs = 50;

/** A fragment is a page of its own only where a hash router uses it: `#/prices`, not `#prices`. */
const viewedAddress = () => location.origin + location.pathname + location.search + (/^#!?\/.*/.exec(location.hash)?.[0] ?? "");

/**
 * Reports a view on load, on each navigation of a single-page app, and when the page comes back
 * from the back-forward cache; a prerendered page counts when it is shown.
 */
export const pageView: Tracker = {
  name: "page-view",
  start(context) {
    let viewed = viewedAddress();
    let pending: { timer: number; atMs: number; referrer: string } | undefined;

    const report = () => {
      if (!pending) return;
      const { timer, atMs, referrer } = pending;
      clearTimeout(timer);
      pending = undefined;
      context.page({ atMs, referrer });
    };

    whenActivated(() => {
      viewed = viewedAddress();
      if (!context.isFirstViewTold) whenTitled(() => context.page({ atMs: context.startedAtMs }));
    });

    const stops = [
      onNavigation((isReplacement) => {
        const address = viewedAddress();
        // Compared before anything waits: a router may push and replace the same address in one breath.
        if (address === viewed) return;
        const before = viewed;
        viewed = address;
        // Filters and campaign parameters written into the address are no new page.
        if (isReplacement && address.split("?")[0] === before.split("?")[0]) return;
        clearTimeout(pending?.timer);
        pending = {
          timer: setTimeout(report, settleMs),
          atMs: pending?.atMs ?? Date.now(),
          referrer: pending?.referrer ?? before,
        };
      }),
      onRestore(() => context.page()),
      onLeave(report),
    ];
    return () => stops.forEach((stop) => stop());
  },
};
