import { placeCard } from "./place-card.ts";
import type { Renderer } from "./renderer.ts";

/** A card in the lower corner of the window; along its lower edge on a phone. */
export const slideIn: Renderer = (payload, host) => placeCard(payload, host).placed;
