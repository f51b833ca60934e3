import { buildCard } from "./card.ts";
import type { Renderer } from "./renderer.ts";

/**
 * A card in a place that the page keeps for it: the element with `data-score-slot`. What stood there
 * comes back when the visitor closes the card.
 */
export const inline: Renderer = {
  kind: "inline",
  render(payload, actionHost) {
    const slot = document.querySelector(`[data-score-slot="${CSS.escape(payload.slot ?? "")}"]`);
    if (!slot) return undefined;
    const before = [...slot.childNodes];
    const restore = () => slot.append(...before);
    const { host, remove } = buildCard(
      payload,
      {
        ...actionHost,
        onDismiss() {
          restore();
          actionHost.onDismiss();
        },
      },
      "section",
    );
    slot.replaceChildren(host);
    return () => {
      remove();
      restore();
    };
  },
};
