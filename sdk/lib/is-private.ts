/**
 * Whether the site asked for an element to be left alone: it, or something around it, also outside
 * of its shadow roots, has `data-score-private`.
 *
 * @example isPrivate(field);
 */
export function isPrivate(element: Element): boolean {
  const root = element.getRootNode();
  return (
    Element.prototype.closest.call(element, "[data-score-private]") !== null ||
    (root instanceof ShadowRoot && isPrivate(root.host))
  );
}
