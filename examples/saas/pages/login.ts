import { html } from "../../lib/html.ts";
import { passwordField } from "../form-parts.ts";
import type { Template } from "../page.ts";

/** Logs in to an account that was made on this device. */
export const login: Template = (context) => {
  const { texts, href } = context;
  const { login: words, form } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<div class="wrap section narrow">
      <h1>${words.heading}</h1>
      <form class="card form" id="log-in" method="post" action="${href("app")}">
        <div class="field">
          <label for="email">${form.email}</label
          ><input id="email" name="email" type="email" autocomplete="username" required maxlength="200" />
        </div>
        ${passwordField(context, false)}
        <p class="error" role="alert" data-unknown hidden>
          ${words.unknown} <a href="${href("trial")}">${texts.navigation.trial}</a>
        </p>
        <button class="button" type="submit">${words.send}</button>
        <p class="note">${words.note}</p>
      </form>
    </div>`,
  };
};
