import { html } from "../../lib/html.ts";
import type { PageContent } from "../../lib/page-context.ts";
import type { PageContext } from "../page.ts";

/** Open positions. */
export function careers({ texts }: PageContext): PageContent {
  const { careers: words } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<div class="wrap page-head">
        <h1>${words.heading}</h1>
        <p class="lead">${words.lead}</p>
      </div>
      <section class="section first wrap">
        <h2>${words.open}</h2>
        <ul class="roles">
          ${words.roles.map(
            (role) =>
              html`<li>
                <div>
                  <h3>${role.title}</h3>
                  <p class="kind">${role.place} · ${role.time}</p>
                </div>
                <p>${role.text}</p>
                <a
                  class="button quiet small"
                  href="mailto:${texts.contact.address}?subject=${encodeURIComponent(`${role.title}, ${role.place}`)}"
                  >${words.apply}<span class="visually-hidden">: ${role.title}</span></a
                >
              </li>`,
          )}
        </ul>
      </section>
      <section class="band">
        <div class="wrap section">
          <h2>${words.perksTitle}</h2>
          <ul class="promises">
            ${words.perks.map(
              (perk) =>
                html`<li>
                  <h3>${perk.title}</h3>
                  <p>${perk.text}</p>
                </li>`,
            )}
          </ul>
        </div>
      </section>`,
  };
}
