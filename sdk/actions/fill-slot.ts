import { sayOnce } from "../lib/say-once.ts";
import type { Card } from "./card.ts";
import { element } from "./element.ts";
import type { ActionHost } from "./renderer.ts";

/**
 * Puts a card into a place that the page keeps for it: the element with `data-score-slot`. What
 * stood there comes back when the card goes.
 *
 * Nothing that the visitor is reading may move: where there is no room for the card, it waits until
 * the slot is below the window.
 *
 * @returns The slot; false where the page has none of that name.
 * @throws {DOMException} Where the slot is an element that can have no shadow root: `<li>`, `<td>`, `<a>`.
 */
export function fillSlot(name: string, card: Card, { _onShow }: ActionHost): Element | false {
  const slot = document.querySelector(`[data-score-slot="${CSS.escape(name)}"]`);
  if (!slot) return false;
  // In a shadow root, so that what the page and its framework have in the slot stays where it is. Not
  // every element may have one: where not, this throws, and the developer is told.
  const root = slot.shadowRoot ?? slot.attachShadow({ mode: "open" });
  root.append(element("slot"));
  const { _host, _remove } = card;
  const after = document.createRange();
  /** Where the rest of the page is. */
  const placeOfRest = () => {
    after.selectNodeContents(document.body);
    after.setStartAfter(slot);
    const { top, bottom } = after.getBoundingClientRect();
    return top + bottom;
  };
  const observer = new IntersectionObserver((entries) => {
    // A router took it away.
    if (!slot.isConnected) return observer.disconnect();
    const { isIntersecting, boundingClientRect } = entries[entries.length - 1] as IntersectionObserverEntry;
    const place = placeOfRest();
    root.replaceChildren(_host);
    if ((isIntersecting || boundingClientRect.top < 0) && placeOfRest() !== place) {
      _remove();
      sayOnce(`no room in slot ${name}`);
    } else {
      observer.disconnect();
      _onShow(_host);
    }
  });
  observer.observe(slot);
  return slot;
}
