import { html } from "../../lib/html.ts";
import type { Template } from "../page.ts";

/** What the demo records, in short. */
export const privacy: Template = ({ texts }) => {
  const { privacy: words } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<div class="wrap page-head"><h1>${words.heading}</h1></div>
      <div class="wrap section first promises">
        ${words.sections.map(
          ({ title, text }) =>
            html`<section>
              <h2>${title}</h2>
              <p>${text}</p>
            </section>`,
        )}
      </div>`,
  };
};
