import { quietly } from "./quietly.ts";

/**
 * Listens to an event for as long as the page lives, in the capture phase: a page that stops the
 * event comes after us. A listener that throws stays quiet.
 *
 * @example listen(document, "submit", (event) => console.log(event.target));
 */
export function listen(target: EventTarget, name: string, listener: (event: never) => unknown): void {
  target.addEventListener(name, quietly(listener as (event: Event) => unknown), true);
}
