import { html } from "../../lib/html.ts";
import { itemData } from "../lamp-parts.ts";
import { lampIds, lamps } from "../lamps.ts";
import type { Template } from "../page.ts";

/** The checkout in two steps: who, then where to. Nobody pays here, so no card is asked for. */
export const checkout: Template = ({ texts, href, euro }) => {
  const { checkout: words, cart } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<div class="wrap page-head"><h1>${words.heading}</h1></div>
      <div class="wrap section first" data-checkout>
        <div class="empty" data-cart-empty>
          <p class="lead">${cart.empty}</p>
          <p><a class="button" href="${href("products")}">${cart.browse}</a></p>
        </div>
        <div class="cart-grid" data-cart-filled hidden>
          <div class="steps">
            <section class="step" aria-labelledby="contact-title">
              <h2 id="contact-title">
                <span class="step-number" aria-hidden="true">1</span>${words.contact}
              </h2>
              <form
                class="form"
                id="checkout-contact"
                method="post"
                action="${href("checkout")}"
                aria-labelledby="contact-title"
                data-thanks="contact-done"
              >
                <div class="field">
                  <label for="name">${words.name}</label
                  ><input id="name" name="name" autocomplete="name" required maxlength="120" />
                </div>
                <div class="field">
                  <label for="email">${words.email}</label
                  ><input
                    id="email"
                    name="email"
                    type="email"
                    autocomplete="email"
                    required
                    maxlength="200"
                  />
                </div>
                <button class="button" type="submit">${words.next}</button>
              </form>
              <p class="step-done" id="contact-done" role="status" tabindex="-1" hidden>
                ${words.contactDone}
              </p>
            </section>
            <section class="step" aria-labelledby="delivery-title">
              <h2 id="delivery-title">
                <span class="step-number" aria-hidden="true">2</span>${words.delivery}
              </h2>
              <form
                class="form"
                id="delivery"
                method="post"
                action="${href("thankYou")}"
                aria-labelledby="delivery-title"
                data-score-private
              >
                <fieldset data-after-contact disabled>
                  <legend class="visually-hidden">${words.delivery}</legend>
                  <div class="field">
                    <label for="street">${words.street}</label
                    ><input
                      id="street"
                      name="street"
                      autocomplete="street-address"
                      required
                      maxlength="200"
                    />
                  </div>
                  <div class="field">
                    <label for="city">${words.city}</label
                    ><input id="city" name="city" autocomplete="address-level2" required maxlength="120" />
                  </div>
                  <div class="check">
                    <input type="radio" id="on-delivery" name="payment" value="delivery" checked /><label
                      for="on-delivery"
                      >${words.onDelivery}</label
                    >
                  </div>
                  <div class="check">
                    <input type="radio" id="by-invoice" name="payment" value="invoice" /><label
                      for="by-invoice"
                      >${words.byInvoice}</label
                    >
                  </div>
                  <button class="button" type="submit">${words.order}</button>
                </fieldset>
              </form>
            </section>
          </div>
          <section class="summary" aria-labelledby="summary-title">
            <h2 id="summary-title">${cart.summary}</h2>
            <ul class="summary-rows">
              ${lampIds.map(
                (id) =>
                  html`<li ${itemData(id)} hidden>
                    <span
                      >${lamps[id].name} <span class="times">× <span data-row-quantity>1</span></span></span
                    ><span class="price" data-row-total>${euro(lamps[id].priceEuro)}</span>
                  </li>`,
              )}
            </ul>
            <dl>
              <div>
                <dt>${cart.delivery}</dt>
                <dd>${cart.free}</dd>
              </div>
              <div class="summary-total">
                <dt>${cart.total}</dt>
                <dd data-cart-total></dd>
              </div>
            </dl>
          </section>
        </div>
      </div>`,
  };
};
