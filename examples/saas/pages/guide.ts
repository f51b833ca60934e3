import { html } from "../../lib/html.ts";
import { personFields, privacyNote } from "../form-parts.ts";
import type { Template } from "../page.ts";
import { sheetFile } from "../sheet.ts";

/**
 * The guide and its sheet, for an e-mail address and an occupation. The options' values are the same
 * in every language: a rule asks for them.
 */
export const guide: Template = (context) => {
  const { texts, language, href, file } = context;
  const { guide: words } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<div class="wrap split section">
      <div>
        <h1>${words.heading}</h1>
        <p class="lead">${words.lead}</p>
        <ol class="rules">
          ${words.rules.map((rule) => html`<li>${rule}</li>`)}
        </ol>
      </div>
      <div class="card">
        <form
          class="form"
          id="guide"
          method="post"
          action="${href("guide")}"
          aria-labelledby="guide-title"
          data-thanks="guide-thanks"
          data-traits="occupation"
        >
          <h2 id="guide-title">${words.formTitle}</h2>
          ${personFields(context)}
          <div class="field">
            <label for="occupation">${words.occupation}</label
            ><select id="occupation" name="occupation" required>
              <option value="">${words.choose}</option>
              ${words.occupations.map(({ value, label }) => html`<option value="${value}">${label}</option>`)}
            </select>
          </div>
          <button class="button" type="submit">${words.send}</button>
          ${privacyNote(context)}
        </form>
        <div class="form" id="guide-thanks" role="status" tabindex="-1" hidden>
          <h2>${words.thanksTitle}</h2>
          <p>${words.thanks}</p>
          <a class="button" href="${file(sheetFile(language))}" download>${words.download}</a>
        </div>
      </div>
    </div>`,
  };
};
