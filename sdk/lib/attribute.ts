/**
 * An attribute's text, trimmed; empty when it is missing. `form.id` and `form.name` are not to be
 * trusted: a field with that name hides them.
 *
 * @example attribute(form, "aria-label");
 */
export function attribute(element: Element, name: string): string {
  return Element.prototype.getAttribute.call(element, name)?.trim() ?? "";
}
