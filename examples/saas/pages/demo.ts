import { html } from "../../lib/html.ts";
import { companyFields, personFields, privacyNote } from "../form-parts.ts";
import type { Template } from "../page.ts";

/** Asks for a demo. */
export const demo: Template = (context) => {
  const { texts, href } = context;
  const { demo: words } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<div class="wrap split section">
      <div>
        <h1>${words.heading}</h1>
        <p class="lead">${words.lead}</p>
        <ul class="ticks">
          ${words.points.map((point) => html`<li>${point}</li>`)}
        </ul>
      </div>
      <form
        class="card form"
        id="demo"
        method="post"
        action="${href("thankYou")}"
        aria-labelledby="demo-title"
        data-traits="employees"
      >
        <h2 id="demo-title">${words.formTitle}</h2>
        ${personFields(context)}${companyFields(context)}
        <button class="button" type="submit">${words.send}</button>
        ${privacyNote(context)}
      </form>
    </div>`,
  };
};
