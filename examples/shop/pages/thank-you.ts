import { html } from "../../lib/html.ts";
import { itemData, lampImage } from "../lamp-parts.ts";
import { lampIds } from "../lamps.ts";
import type { Template } from "../page.ts";

/** Where an order ends. The page's script reports it as a purchase, once. */
export const thankYou: Template = (context) => {
  const { texts, href } = context;
  const { thankYou: words } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<section class="hero low" data-thank-you>
      <div class="wrap hero-grid">
        <div class="hero-words">
          <h1>${words.heading}</h1>
          <p class="lead">${words.lead}</p>
          <p data-order hidden>${words.order} <strong data-order-number></strong></p>
          <p class="actions"><a class="button light" href="${href("home")}">${words.back}</a></p>
        </div>
        <div class="hero-stage">${lampImage(context, "arc", "", false)}</div>
      </div>
      <ul hidden>
        ${lampIds.map((id) => html`<li ${itemData(id)}></li>`)}
      </ul>
    </section>`,
  };
};
