import { html } from "../../lib/html.ts";
import { lampTile } from "../lamp-parts.ts";
import { lampIds, lamps } from "../lamps.ts";
import type { Template } from "../page.ts";

/** The catalogue: lamps for a home, and lamps for an office. */
export const products: Template = (context) => {
  const { texts, href } = context;
  const { products: words } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<div class="wrap page-head">
        <h1>${words.heading}</h1>
        <p class="lead">${words.lead}</p>
      </div>
      ${(["home", "office"] as const).map(
        (range) =>
          html`<section class="wrap section range">
            <div class="section-head">
              <h2>${words.ranges[range].title}</h2>
              <p>
                ${words.ranges[range].text}
                ${range === "office" && html`<a href="${href("business")}">${words.businessLink}</a>`}
              </p>
            </div>
            <ul class="tiles of-two">
              ${lampIds.filter((id) => lamps[id].range === range).map((id) => lampTile(context, id))}
            </ul>
          </section>`,
      )}`,
  };
};
