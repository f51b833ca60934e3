import { buildCard } from "./card.ts";
import { layOver } from "./lay-over.ts";
import type { Renderer } from "./renderer.ts";

/** A bar along the lower edge of the window. */
export const banner: Renderer = (payload, host) => layOver(buildCard(payload, host, "banner"), host);
