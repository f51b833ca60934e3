import { sayOnce } from "../lib/say-once.ts";
import type { Card } from "./card.ts";
import type { ActionHost } from "./renderer.ts";

/**
 * Puts a card into a place that the page keeps for it: the element with `data-score-slot`. What
 * stood there comes back when the card goes.
 *
 * Nothing that the visitor is reading may move: where there is no room for the card, it waits until
 * the slot is below the window.
 *
 * @returns Whether the page has such a slot.
 */
export function fillSlot(name: string, card: Card, { _onShow }: ActionHost): boolean {
  const slot = document.querySelector(`[data-score-slot="${CSS.escape(name)}"]`);
  if (!slot) return false;
  const { _host, _before, _remove } = card;
  const after = document.createRange();
  /** Where the rest of the page is. */
  const placeOfRest = () => {
    after.selectNodeContents(document.body);
    after.setStartAfter(slot);
    const { top, bottom } = after.getBoundingClientRect();
    return top + bottom;
  };
  const observer = new IntersectionObserver((entries) => {
    const { isIntersecting, boundingClientRect } = entries[entries.length - 1] as IntersectionObserverEntry;
    const place = placeOfRest();
    _before.splice(0, _before.length, ...slot.childNodes);
    slot.replaceChildren(_host);
    if ((isIntersecting || boundingClientRect.top < 0) && placeOfRest() !== place) {
      _remove();
      sayOnce(`the slot "${name}" has no room: give it a min-height`);
    } else {
      observer.disconnect();
      _onShow(_host);
    }
  });
  observer.observe(slot);
  return true;
}
