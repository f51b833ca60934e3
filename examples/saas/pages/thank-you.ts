import { html } from "../../lib/html.ts";
import type { Template } from "../page.ts";

/** Where a demo request leads. */
export const thankYou: Template = ({ texts, href }) => {
  const { thankYou: words } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<div class="wrap section narrow">
      <h1>${words.heading}</h1>
      <p class="lead">${words.lead}</p>
      <p class="actions">
        <a class="button" href="${href("start")}">${words.primary}</a>
        <a class="button quiet" href="${href("home")}">${words.secondary}</a>
      </p>
    </div>`,
  };
};
