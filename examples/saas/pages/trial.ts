import { html } from "../../lib/html.ts";
import { companyFields, passwordField, personFields, privacyNote } from "../form-parts.ts";
import type { Template } from "../page.ts";

/** Signs up for the trial. */
export const trial: Template = (context) => {
  const { texts, href } = context;
  const { trial: words } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<div class="wrap split section">
      <div>
        <h1>${words.heading}</h1>
        <p class="lead">${words.lead}</p>
        <ol class="rules">
          ${words.steps.map((step) => html`<li>${step}</li>`)}
        </ol>
      </div>
      <form
        class="card form"
        id="sign-up"
        method="post"
        action="${href("app")}"
        aria-labelledby="sign-up-title"
      >
        <h2 id="sign-up-title">${words.formTitle}</h2>
        ${personFields(context)}${companyFields(context)}${passwordField(context, true)}
        <button class="button" type="submit">${words.send}</button>
        ${privacyNote(context)}
      </form>
    </div>`,
  };
};
