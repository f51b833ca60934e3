import { html } from "../../lib/html.ts";
import { board } from "../board.ts";
import type { Template } from "../page.ts";

/** The product itself, as small as it can be: one week, two open shifts, and a button that publishes it. */
export const app: Template = (context) => {
  const { texts, href } = context;
  const { app: words } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<div class="wrap section app" data-app data-login="${href("login")}" hidden>
      <div class="app-head">
        <div>
          <p class="app-company" data-company></p>
          <h1>${words.hello} <span data-name></span></h1>
        </div>
        <button class="button quiet small" type="button" data-log-out>${words.logOut}</button>
      </div>
      <div class="window">
        <div class="window-head">
          <h2>${words.week}</h2>
          <p><span data-open-count>2</span> ${words.open}</p>
        </div>
        ${board(context, true)}
      </div>
      <p class="app-actions">
        <button class="button" type="button" data-publish>${words.publish}</button>
        <span role="status"><span data-published hidden>${words.published}</span></span>
      </p>
      <p class="note">${words.hint} <a href="${href("rules")}">${words.hintLink}</a></p>
    </div>`,
  };
};
