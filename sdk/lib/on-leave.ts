import { listen } from "./listen.ts";

/**
 * Calls back when the visitor may be leaving: with `true` when the page is being unloaded or put
 * into the back-forward cache, with `false` when it is only hidden. A phone may kill a hidden page
 * without another word, so both matter; `unload` is not used, since it would keep the page out of
 * that cache.
 *
 * @example onLeave((isUnloading) => queue.flush(isUnloading));
 */
export function onLeave(callback: (isUnloading: boolean) => void): void {
  listen(window, "pagehide", () => callback(true));
  listen(document, "visibilitychange", () => document.hidden && callback(false));
}
