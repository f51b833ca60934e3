import { html } from "../../lib/html.ts";
import { lampImage, lampTile } from "../lamp-parts.ts";
import { lampIds } from "../lamps.ts";
import type { Template } from "../page.ts";

/** The front page. */
export const home: Template = (context) => {
  const { texts, href } = context;
  const { home: words } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<section class="hero">
        <div class="wrap hero-grid">
          <div class="hero-words">
            <h1>${words.heading}</h1>
            <p class="lead">${words.lead}</p>
            <p class="actions">
              <a class="button light" href="${href("products")}">${words.primary}</a>
              <a class="plain-link" href="${href("orb")}">${words.secondary}</a>
            </p>
          </div>
          <div class="hero-stage">
            ${lampImage(context, "morel", "", false)}${lampImage(context, "orb", "", false)}
          </div>
        </div>
      </section>
      <section class="section wrap">
        <div class="section-head">
          <h2>${words.hoursTitle}</h2>
          <p>${words.hoursText}</p>
        </div>
        <ul class="tiles">
          ${lampIds.map((id) => lampTile(context, id))}
        </ul>
      </section>
      <div class="wrap">
        <div class="slot" data-score-slot="newsletter"><p class="slot-note">${words.note}</p></div>
      </div>
      <section class="section wrap">
        <h2>${words.promisesTitle}</h2>
        <ul class="promises">
          ${words.promises.map(
            ({ title, text }) =>
              html`<li>
                <h3>${title}</h3>
                <p>${text}</p>
              </li>`,
          )}
        </ul>
      </section>`,
  };
};
