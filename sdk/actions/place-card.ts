import type { ActionPayload } from "../../shared/wire.ts";
import { buildCard, type Card } from "./card.ts";
import { fillSlot } from "./fill-slot.ts";
import { layOver } from "./lay-over.ts";
import type { ActionHost } from "./renderer.ts";

/**
 * Shows a card in its slot when the action names one, else in the corner of the window.
 *
 * @param content What the kind brings.
 * @returns The card, and the slot it is for, or whether there is another place for it.
 * @example const { placed } = placeCard(payload, host, list);
 */
export function placeCard(
  payload: ActionPayload,
  host: ActionHost,
  content?: Node,
): { card: Card; placed: Element | boolean } {
  const { slot } = payload;
  const card = buildCard(payload, host, slot ? "inline" : "corner", content);
  return { card, placed: slot ? fillSlot(slot, card, host) : layOver(card, host) };
}
