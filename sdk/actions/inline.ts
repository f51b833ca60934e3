import { placeCard } from "./place-card.ts";
import type { Renderer } from "./renderer.ts";

/** A card in a slot of the page, in the page's own colours. */
export const inline: Renderer = (payload, host) => placeCard(payload, host).placed;
