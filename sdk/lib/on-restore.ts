import { quietly } from "./quietly.ts";

/**
 * Calls back when the page comes back from the back-forward cache: to the visitor that is a view
 * like any other, but no script runs again.
 *
 * @returns Stops listening.
 * @example onRestore(() => report());
 */
export function onRestore(callback: () => void): () => void {
  const onShow = quietly((event: PageTransitionEvent) => {
    if (event.persisted) callback();
  });
  addEventListener("pageshow", onShow);
  return () => removeEventListener("pageshow", onShow);
}
