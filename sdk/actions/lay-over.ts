import type { Card } from "./card.ts";
import type { ActionHost } from "./renderer.ts";

/**
 * Lays a card over the page. It moves nothing in it, and takes no focus from it; Escape closes it
 * while the focus is in it.
 */
export function layOver({ _host, _frame, _dismiss }: Card, { _onShow }: ActionHost): true {
  _frame.addEventListener("keydown", (event) => {
    if (event.key === "Escape") _dismiss();
  });
  document.body.append(_host);
  _onShow(_host);
  return true;
}
