import { listen } from "./listen.ts";

/**
 * Runs the callback as soon as the page is meant for eyes: at once as a rule, and on activation
 * when the browser only prepared the page in advance.
 *
 * @example whenActivated(() => report());
 */
export function whenActivated(callback: () => unknown): void {
  // `prerendering` is not in TypeScript's DOM yet. The event comes once.
  if ((document as { prerendering?: boolean }).prerendering) listen(document, "prerenderingchange", callback);
  else callback();
}
