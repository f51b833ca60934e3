import { html } from "../../lib/html.ts";
import { lampImage } from "../lamp-parts.ts";
import { lampIds, lamps } from "../lamps.ts";
import type { Template } from "../page.ts";

/** For firms: terms, and a form that asks for a quote. */
export const business: Template = (context) => {
  const { texts, href } = context;
  const { business: words, checkout } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<div class="wrap business-grid section">
      <div class="business-words">
        <h1>${words.heading}</h1>
        <p class="lead">${words.lead}</p>
        <ul class="ticks">
          ${words.points.map((point) => html`<li>${point}</li>`)}
        </ul>
        <div class="business-stage sky-ledger">${lampImage(context, "ledger")}</div>
      </div>
      <div>
        <form
          class="form card"
          id="quote"
          method="post"
          action="${href("business")}"
          aria-labelledby="quote-title"
          data-thanks="quote-thanks"
        >
          <h2 id="quote-title">${words.formTitle}</h2>
          <div class="field">
            <label for="name">${checkout.name}</label
            ><input id="name" name="name" autocomplete="name" required maxlength="120" />
          </div>
          <div class="field">
            <label for="email">${words.email}</label
            ><input id="email" name="email" type="email" autocomplete="email" required maxlength="200" />
          </div>
          <div class="field">
            <label for="company">${words.company}</label
            ><input id="company" name="company" autocomplete="organization" required maxlength="120" />
          </div>
          <div class="field">
            <label for="lamp">${words.lamp}</label
            ><select id="lamp" name="lamp">
              ${lampIds.map((id) => html`<option value="${id}">${lamps[id].name}, ${texts.lamps[id].kind}</option>`)}
            </select>
          </div>
          <div class="field">
            <label for="pieces">${words.pieces}</label
            ><input
              id="pieces"
              name="pieces"
              type="number"
              min="10"
              max="9999"
              value="20"
              required
              inputmode="numeric"
            />
          </div>
          <button class="button" type="submit">${words.send}</button>
        </form>
        <p class="card lead" id="quote-thanks" role="status" tabindex="-1" hidden>${words.thanks}</p>
      </div>
    </div>`,
  };
};
