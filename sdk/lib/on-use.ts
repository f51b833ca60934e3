import { isPrivate } from "./is-private.ts";
import { listen } from "./listen.ts";

/**
 * Calls back when the visitor, and not a script, uses an element that fits the selector, or
 * something inside of it, in a shadow root too; not where the site asked for privacy.
 *
 * @example onUse("click", "a[href]", (link) => console.log(link.href));
 */
export function onUse(
  name: "click" | "auxclick" | "submit",
  selector: string,
  callback: (element: HTMLElement) => void,
): void {
  listen(document, name, (event: Event) => {
    const element = event
      .composedPath()
      .find((node): node is HTMLElement => node instanceof Element && node.matches(selector));
    // The right button opens a menu.
    if (element && event.isTrusted && !((event as MouseEvent).button > 1) && !isPrivate(element))
      callback(element);
  });
}
