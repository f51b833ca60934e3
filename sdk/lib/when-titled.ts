import { quietly } from "./quietly.ts";

/**
 * Runs the callback when the document has its title: at once as a rule; when an async script comes
 * before the `<title>`, after parsing, or when the visitor leaves before that.
 *
 * @example whenTitled(() => report(document.title));
 */
export function whenTitled(callback: () => void): void {
  if (document.title || document.readyState !== "loading") {
    callback();
    return;
  }
  let hasRun = false;
  const once = quietly(() => {
    if (hasRun) return;
    hasRun = true;
    callback();
  });
  document.addEventListener("DOMContentLoaded", once);
  addEventListener("pagehide", once);
}
