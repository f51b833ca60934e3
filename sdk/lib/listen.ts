import { quietly } from "./quietly.ts";

/**
 * Listens to an event, in the capture phase: a page that stops the event comes after us. A listener
 * that throws stays quiet.
 *
 * @returns Stops listening.
 * @example const stop = listen(document, "submit", (event) => console.log(event.target));
 */
export function listen(target: EventTarget, name: string, listener: (event: never) => unknown): () => void {
  const quiet = quietly(listener as (event: Event) => unknown);
  target.addEventListener(name, quiet, true);
  return () => target.removeEventListener(name, quiet, true);
}
