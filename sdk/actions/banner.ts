import { buildCard } from "./card.ts";
import type { Renderer } from "./renderer.ts";

/** A bar above the lower edge of the window. It lies over the page and moves nothing in it. */
export const banner: Renderer = {
  kind: "banner",
  render(payload, actionHost) {
    const { host, frame, remove, dismiss } = buildCard(payload, actionHost, "section");
    frame.addEventListener("keydown", (event) => {
      if (event.key === "Escape") dismiss();
    });
    // The body may still be on its way.
    (document.body ?? document.documentElement).append(host);
    return remove;
  },
};
