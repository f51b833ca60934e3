import { carImage } from "../car-parts.ts";
import { html } from "../../lib/html.ts";
import type { PageContent } from "../../lib/page-context.ts";
import type { PageContext } from "../page.ts";

/** Where every form leads. */
export function thankYou(context: PageContext): PageContent {
  const { texts, href } = context;
  const { thankYou: words } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<section class="thanks theme-cirrus">
        <div class="wrap thanks-grid">
          <div>
            <h1>${words.heading}</h1>
            <p class="lead">${words.lead}</p>
            <p class="actions">
              <a class="button" href="${href("directions")}">${words.primary}</a
              ><a class="button quiet" href="${href("models")}">${words.secondary}</a>
            </p>
          </div>
          <div class="hero-stage">
            <div class="sun" aria-hidden="true"></div>
            ${carImage(context, "cirrus")}
          </div>
        </div>
      </section>
      <section class="section wrap">
        <ol class="promises plain">
          ${words.steps.map(
            (step) =>
              html`<li>
                <h2>${step.title}</h2>
                <p>${step.text}</p>
              </li>`,
          )}
        </ol>
      </section>`,
  };
}
