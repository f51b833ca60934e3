import { carImage, factRows, priceFrom } from "../car-parts.ts";
import { carIds, cars } from "../cars.ts";
import { html } from "../../lib/html.ts";
import type { PageContent } from "../../lib/page-context.ts";
import type { PageContext } from "../page.ts";

/** All models, one under another, and their facts side by side. */
export function models(context: PageContext): PageContent {
  const { texts, href } = context;
  return {
    title: texts.models.title,
    description: texts.models.description,
    main: html`<div class="wrap page-head">
        <h1>${texts.models.heading}</h1>
        <p class="lead">${texts.models.lead}</p>
      </div>
      ${carIds.map(
        (id) =>
          html`<section class="model-row theme-${id}">
            <div class="wrap model-row-grid">
              <div class="model-row-words">
                <p class="kind">${texts.cars[id].kind}</p>
                <h2>${cars[id].name}</h2>
                <p>${texts.cars[id].teaser}</p>
                <p class="price">${priceFrom(context, id)}</p>
                <p class="actions">
                  <a class="button" href="${href(id)}">${texts.home.discover} ${cars[id].name}</a>
                </p>
              </div>
              <div class="model-row-stage">
                ${carImage(context, id, { alt: `${cars[id].name}, ${texts.cars[id].kind}` })}
              </div>
            </div>
          </section>`,
      )}
      <section class="section wrap">
        <h2 id="compare">${texts.specs.compare}</h2>
        <div class="table-scroll" role="region" aria-labelledby="compare" tabindex="0">
          <table class="facts">
            <thead>
              <tr>
                <th scope="col">${texts.specs.model}</th>
                ${carIds.map((id) => html`<th scope="col">${cars[id].name}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${factRows(context).map(
                (row) =>
                  html`<tr>
                    <th scope="row">${row.label}</th>
                    ${carIds.map((id) => html`<td>${row.value(id)}</td>`)}
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </section>`,
  };
}
