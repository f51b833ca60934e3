import { html, type Html } from "../lib/html.ts";
import { lamps, type LampId } from "./lamps.ts";
import type { ShopContext } from "./page.ts";

/** Lamps whose drawing begins at the ceiling. */
const hanging: ReadonlySet<LampId> = new Set(["plumb", "ledger"]);

/** A lamp before its sky, with its light on a layer of its own. Without `alt` it is an ornament. */
export function lampImage({ file }: ShopContext, id: LampId, alt = "", isLazy = true): Html {
  const loading = isLazy ? "lazy" : "eager";
  return html`<div class="lamp${hanging.has(id) && " hangs"}">
    <img src="${file(`lamps/${id}.svg`)}" width="620" height="460" alt="${alt}" loading="${loading}" /><img
      class="lamp-light"
      src="${file(`lamps/${id}-light.svg`)}"
      width="620"
      height="460"
      alt=""
      loading="${loading}"
    />
  </div>`;
}

/** A lamp of the catalogue: one link, as large as the tile. */
export function lampTile(context: ShopContext, id: LampId): Html {
  const { texts, href, euro } = context;
  const lamp = lamps[id];
  return html`<li class="tile sky-${id}">
    ${lampImage(context, id)}
    <p class="tile-hour">${lamp.hour}</p>
    <div class="tile-words">
      <h3><a href="${href(id)}">${lamp.name}</a></h3>
      <p>${texts.lamps[id].kind}</p>
      <p class="price">${euro(lamp.priceEuro)}</p>
    </div>
  </li>`;
}

/** Facts of a lamp for the page's script, which reports them as an item of GA4. */
export function itemData(id: LampId): Html {
  const { name, priceEuro, range } = lamps[id];
  return html`data-item="${id}" data-name="${name}" data-price="${priceEuro}" data-range="${range}"`;
}
