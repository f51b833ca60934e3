import type { TrackerContext } from "../trackers/tracker.ts";
import { isPrivate } from "./is-private.ts";

/**
 * Calls back when the visitor, and not a script, uses an element that fits the selector, or
 * something inside of it, in a shadow root too; not where the site asked for privacy.
 *
 * @example onUse(context, "click", "a[href]", (link) => console.log(link.href));
 */
export function onUse(
  { listen }: TrackerContext,
  name: "click" | "auxclick" | "submit",
  selector: string,
  callback: (element: HTMLElement) => void,
): void {
  listen(document, name, (event: Event) => {
    const element = event.composedPath().find((node) => (node as Element).matches?.(selector)) as
      | HTMLElement
      | undefined;
    // The right button opens a menu.
    if (element && event.isTrusted && !((event as MouseEvent).button > 1) && !isPrivate(element))
      callback(element);
  });
}
