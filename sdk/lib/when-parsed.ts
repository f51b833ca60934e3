import { listen } from "./listen.ts";

/**
 * Runs the callback when the whole document has been parsed; at once when it already is.
 *
 * @example whenParsed(() => document.forms.length);
 */
export function whenParsed(callback: () => unknown): void {
  if (document.readyState === "loading") listen(document, "DOMContentLoaded", callback);
  else callback();
}
