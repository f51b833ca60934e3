/**
 * Whether the site asked for an element to be left alone: it, or something around it, also outside
 * of its shadow roots, has `data-score-private`.
 *
 * @example isPrivate(field);
 */
export function isPrivate(element: Element): boolean {
  for (let inner: Element | undefined = element; inner;) {
    if (Element.prototype.closest.call(inner, "[data-score-private]")) return true;
    const root: Node = inner.getRootNode();
    inner = root instanceof ShadowRoot ? root.host : undefined;
  }
  return false;
}
