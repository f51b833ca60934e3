import { listen } from "./listen.ts";

/**
 * Calls back when the page comes back from the back-forward cache: to the visitor that is a view
 * like any other, but no script runs again.
 *
 * @example onRestore(() => report());
 */
export const onRestore = (callback: () => void): void =>
  listen(window, "pageshow", (event: PageTransitionEvent) => event.persisted && callback());
