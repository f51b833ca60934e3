import { html } from "../../lib/html.ts";
import { itemData, lampImage } from "../lamp-parts.ts";
import { lampIds, lamps } from "../lamps.ts";
import type { Template } from "../page.ts";

/** The cart. Every lamp has its row; the page's script shows those that are in it. */
export const cart: Template = (context) => {
  const { texts, href, euro } = context;
  const { cart: words } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<div class="wrap page-head"><h1 tabindex="-1">${words.heading}</h1></div>
      <div class="wrap section first" data-cart>
        <div class="empty" data-cart-empty>
          <p class="lead">${words.empty}</p>
          <p><a class="button" href="${href("products")}">${words.browse}</a></p>
        </div>
        <div class="cart-grid" data-cart-filled hidden>
          <ul class="cart-rows">
            ${lampIds.map(
              (id) =>
                html`<li class="cart-row" ${itemData(id)} hidden>
                  <div class="cart-picture sky-${id}">${lampImage(context, id)}</div>
                  <div>
                    <h2><a href="${href(id)}">${lamps[id].name}</a></h2>
                    <p class="kind">${texts.lamps[id].kind}</p>
                  </div>
                  <div class="cart-quantity">
                    <label for="quantity-${id}">${texts.product.quantity}</label
                    ><input
                      id="quantity-${id}"
                      type="number"
                      min="1"
                      max="99"
                      value="1"
                      inputmode="numeric"
                    />
                    <button class="link-button" type="button" data-remove>
                      ${words.remove}<span class="visually-hidden"> ${lamps[id].name}</span>
                    </button>
                  </div>
                  <p class="price" data-row-total>${euro(lamps[id].priceEuro)}</p>
                </li>`,
            )}
          </ul>
          <section class="summary" aria-labelledby="summary-title">
            <h2 id="summary-title">${words.summary}</h2>
            <dl>
              <div>
                <dt>${words.delivery}</dt>
                <dd>${words.free}</dd>
              </div>
              <div class="summary-total">
                <dt>${words.total}</dt>
                <dd data-cart-total></dd>
              </div>
            </dl>
            <a class="button" href="${href("checkout")}">${words.checkout}</a>
            <p class="note">${words.note}</p>
          </section>
        </div>
      </div>`,
  };
};
