import { element } from "./element.ts";
import { placeCard } from "./place-card.ts";
import type { Renderer } from "./renderer.ts";
import { safeLink } from "./safe-link.ts";

/** Products of the server's choice, in the corner of the window or in a slot. */
export const recommend: Renderer = (payload, host) => {
  const { products = [], slot } = payload;
  const list = element("ul", { class: "products", role: "list" });
  for (const { name, link, image, price } of products) {
    const product = element(
      "a",
      { href: safeLink(link) ?? "/" },
      image && element("img", { src: image, alt: "" }),
      element("span", { class: "name" }, name),
      price && element("span", { class: "price" }, price),
    );
    product.addEventListener("click", () => {
      host._onSelect({ item_name: name });
      if (!slot) setTimeout(card._remove);
    });
    list.append(element("li", {}, product));
  }
  const { card, placed } = placeCard(payload, host, list);
  return placed;
};
