import { carIds, cars } from "../cars.ts";
import { html } from "../../lib/html.ts";
import type { PageContent } from "../../lib/page-context.ts";
import type { PageContext } from "../page.ts";
import { annualPercent } from "../rate.ts";

/** The calculator. `site.js` does the arithmetic; nothing typed here leaves the browser but the model and the months. */
export function finance({ texts, href }: PageContext): PageContent {
  const { finance: words } = texts;
  const first = cars.aurora;
  return {
    title: words.title,
    description: words.description,
    main: html`<div class="wrap page-head">
        <h1>${words.heading}</h1>
        <p class="lead">${words.lead}</p>
      </div>
      <section class="wrap finance-grid">
        <form
          class="card form"
          id="finance"
          data-score-private
          data-percent="${annualPercent}"
          data-locale="${texts.locale === "en" ? "en-IE" : "tr-TR"}"
        >
          <div class="field">
            <label for="finance-model">${words.model}</label
            ><select id="finance-model" name="model">
              ${carIds.map((id) => html`<option value="${cars[id].name}" data-price="${cars[id].priceEuro}">${cars[id].name}</option>`)}
            </select>
          </div>
          <div class="field">
            <label for="finance-price">${words.price}</label
            ><input
              id="finance-price"
              name="price"
              type="number"
              inputmode="numeric"
              min="1000"
              max="500000"
              step="1"
              value="${first.priceEuro}"
              required
            />
          </div>
          <div class="field">
            <label for="finance-deposit">${words.deposit}</label
            ><input
              id="finance-deposit"
              name="deposit"
              type="number"
              inputmode="numeric"
              min="0"
              max="500000"
              step="1"
              value="9000"
              required
              data-invalid="${words.invalid}"
            />
          </div>
          <div class="field">
            <label for="finance-months">${words.months}</label
            ><select id="finance-months" name="months">
              ${[24, 36, 48, 60].map((months) => (months === 48 ? html`<option selected>${months}</option>` : html`<option>${months}</option>`))}
            </select>
          </div>
          <button class="button" type="submit">${words.calculate}</button>
        </form>
        <div class="result theme-aurora" id="finance-result" role="status">
          <h2>${words.yourRate}</h2>
          <p class="result-invite">${words.invite}</p>
          <div class="result-numbers" hidden>
            <p class="rate"><strong id="finance-rate"></strong> ${words.perMonth}</p>
            <dl>
              <div>
                <dt>${words.borrowed}</dt>
                <dd id="finance-borrowed"></dd>
              </div>
              <div>
                <dt>${words.interest}</dt>
                <dd id="finance-interest"></dd>
              </div>
            </dl>
            <p class="actions"><a class="button" href="${href("contact")}">${words.next}</a></p>
          </div>
        </div>
      </section>
      <section class="section wrap questions">
        <h2>${words.questionsTitle}</h2>
        <div>
          ${words.questions.map(
            (item) =>
              html`<details>
                <summary>${item.question}</summary>
                <p>${item.answer}</p>
              </details>`,
          )}
        </div>
      </section>`,
  };
}
