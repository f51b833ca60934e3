import { listen } from "../lib/listen.ts";
import { quietly } from "../lib/quietly.ts";
import type { Tracker } from "./tracker.ts";

/**
 * Tells of navigations without a load in browsers that have no Navigation API: `pushState` and
 * `replaceState` are wrapped, and left alone when the page has frozen them.
 */
export const historyCalls: Tracker = {
  name: "history-calls",
  start({ navigated }) {
    if (!navigated || (window as { navigation?: unknown }).navigation) return;
    const wrap = quietly((name: "pushState" | "replaceState") => {
      const original = history[name];
      const tell = quietly(() => navigated(name === "replaceState"));
      // The page's own call comes first and keeps its exceptions; a wrapper below ours stays in the chain.
      history[name] = function (this: History, ...given) {
        original.apply(this, given);
        tell();
      };
    });
    wrap("pushState");
    wrap("replaceState");
    listen(window, "popstate", () => navigated(false));
    listen(window, "hashchange", () => navigated(false));
    // The page may have moved on while this chunk was on its way.
    navigated(true);
  },
};
