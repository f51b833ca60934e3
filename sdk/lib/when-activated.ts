import { quietly } from "./quietly.ts";

/**
 * Runs the callback as soon as the page is meant for eyes: at once as a rule, and on activation
 * when the browser only prepared the page in advance.
 *
 * @example whenActivated(() => report());
 */
export function whenActivated(callback: () => void): void {
  // `prerendering` is not in TypeScript's DOM yet.
  if ((document as { prerendering?: boolean }).prerendering) {
    document.addEventListener("prerenderingchange", quietly(callback), { once: true });
  } else {
    callback();
  }
}
