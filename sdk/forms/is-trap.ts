import type { Control } from "./form-scope.ts";

/**
 * Whether a text field was laid out to catch programs: people cannot see it (not rendered, off the
 * page, a speck), or cannot reach it and their browser may not fill it.
 *
 * @example if (isTrap(field) && field.value) properties.honeypot = true;
 */
export function isTrap(field: Control): boolean {
  const box = field.getBoundingClientRect();
  return (
    field.matches("[tabindex='-1'][autocomplete=off]") ||
    box.width < 2 ||
    box.height < 2 ||
    box.right + scrollX < 1 ||
    // What is scrolled away inside of a part of the page is above it too, but not so far.
    box.bottom + scrollY < -2e3 ||
    getComputedStyle(field).visibility === "hidden"
  );
}
