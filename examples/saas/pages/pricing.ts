import { html } from "../../lib/html.ts";
import type { Template } from "../page.ts";

/** Price of each plan in euro a month, for each person on the board. */
const prices = [0, 3, 5] as const;

/** The plans, side by side. */
export const pricing: Template = ({ texts, href, euro }) => {
  const { pricing: words } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<div class="wrap page-head">
        <h1>${words.heading}</h1>
        <p class="lead">${words.lead}</p>
      </div>
      <ul class="wrap plans">
        ${words.plans.map(
          (plan, index) =>
            html`<li class="plan plan-${index + 1}">
              <h2>${plan.name}</h2>
              <p>${plan.line}</p>
              <p class="plan-price"><strong>${euro(prices[index] ?? 0)}</strong> ${words.unit}</p>
              <ul class="ticks">
                ${plan.points.map((point) => html`<li>${point}</li>`)}
              </ul>
              <a class="button ${index !== 1 && "quiet"}" href="${href(index === 2 ? "demo" : "trial")}"
                >${plan.button}</a
              >
            </li>`,
        )}
      </ul>
      <div class="wrap section small">
        <div class="slot" data-score-slot="trial"><p>${words.note}</p></div>
      </div>
      <section class="wrap questions" aria-labelledby="questions-title">
        <h2 id="questions-title">${words.questionsTitle}</h2>
        <div>
          ${words.questions.map(
            ({ question, answer }) =>
              html`<details>
                <summary>${question}</summary>
                <p>${answer}</p>
              </details>`,
          )}
        </div>
      </section>`,
  };
};
