import { html } from "../../lib/html.ts";
import type { PageContent } from "../../lib/page-context.ts";
import { itemData, lampImage, lampTile } from "../lamp-parts.ts";
import { lampIds, lamps, type LampId } from "../lamps.ts";
import type { ShopContext } from "../page.ts";

/** How many other lamps a page shows. */
const otherCount = 3;

/** The page of one lamp. Its light can be switched without a script. */
export function product(context: ShopContext, id: LampId): PageContent {
  const { texts, href, euro } = context;
  const lamp = lamps[id];
  const words = texts.lamps[id];
  const { product: labels } = texts;
  const start = lampIds.indexOf(id) + 1;
  const others = [...lampIds.slice(start), ...lampIds].slice(0, otherCount);
  return {
    title: `${lamp.name}, ${words.kind} | Dusk`,
    description: `${words.line} ${words.text}`,
    main: html`<article class="wrap product" ${itemData(id)}>
        <div class="product-stage sky-${id}">
          <input class="visually-hidden" type="checkbox" id="light" checked /><label
            class="switch"
            for="light"
            ><span class="switch-knob" aria-hidden="true"></span>${labels.light}</label
          >
          ${lampImage(context, id, `${lamp.name}, ${words.kind}`, false)}
          <p class="tile-hour">${lamp.hour}</p>
        </div>
        <div class="product-words">
          <p class="kind">${words.kind}</p>
          <h1>${lamp.name}</h1>
          <p class="lead">${words.line}</p>
          <p>${words.text}</p>
          <p class="price large">${euro(lamp.priceEuro)}</p>
          <form class="buy" data-add-to-cart data-score-private>
            <div>
              <label for="quantity">${labels.quantity}</label
              ><input
                id="quantity"
                name="quantity"
                type="number"
                min="1"
                max="99"
                value="1"
                required
                inputmode="numeric"
              />
            </div>
            <button class="button" type="submit">${labels.add}</button>
          </form>
          <p class="added" role="status" data-added>
            <span hidden>${labels.added} <a href="${href("cart")}">${labels.toCart}</a></span>
          </p>
          <dl class="facts">
            <div>
              <dt>${labels.height}</dt>
              <dd>${lamp.heightCm} cm</dd>
            </div>
            <div>
              <dt>${labels.output}</dt>
              <dd>${lamp.lumens} lm</dd>
            </div>
            <div>
              <dt>${labels.power}</dt>
              <dd>${lamp.watts} W, 2200 K</dd>
            </div>
            <div>
              <dt>${labels.delivery}</dt>
              <dd>${labels.deliveryValue}</dd>
            </div>
          </dl>
        </div>
      </article>
      <section class="section wrap">
        <h2>${labels.others}</h2>
        <ul class="tiles">
          ${others.map((other) => lampTile(context, other))}
        </ul>
      </section>`,
  };
}
