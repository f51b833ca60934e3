import { html } from "../../lib/html.ts";
import { board } from "../board.ts";
import type { Template } from "../page.ts";

/** The front page. */
export const home: Template = (context) => {
  const { texts, href } = context;
  const { home: words } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<section class="hero">
        <div class="wrap">
          <h1>${words.heading}</h1>
          <div class="hero-words">
            <p class="lead">${words.lead}</p>
            <p class="actions">
              <a class="button" href="${href("trial")}">${words.primary}</a>
              <a class="button quiet" href="${href("demo")}">${words.secondary}</a>
            </p>
          </div>
        </div>
        <div class="wrap">
          <figure class="window">
            <figcaption>
              <strong>${words.weekTitle}</strong><span class="badge">${words.weekBadge}</span>
            </figcaption>
            ${board(context, false)}
          </figure>
        </div>
      </section>
      <section class="section wrap">
        <h2>${words.reasonsTitle}</h2>
        <ol class="reasons">
          ${words.reasons.map(
            ({ title, text }) =>
              html`<li>
                <h3>${title}</h3>
                <p>${text}</p>
              </li>`,
          )}
        </ol>
      </section>
      <section class="section wrap quote">
        <blockquote>
          <p>${words.quote}</p>
        </blockquote>
        <p class="quote-by">${words.quoteBy}</p>
      </section>
      <section class="wrap">
        <div class="invite">
          <div>
            <h2>${words.guideTitle}</h2>
            <p>${words.guideText}</p>
          </div>
          <a class="button light" href="${href("guide")}">${words.guideLink}</a>
        </div>
      </section>`,
  };
};
