import { html } from "../../lib/html.ts";
import type { PageContent } from "../../lib/page-context.ts";
import type { PageContext } from "../page.ts";

/** What the demo records, in short. */
export function privacy({ texts }: PageContext): PageContent {
  const { privacy: words } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<div class="wrap page-head"><h1>${words.heading}</h1></div>
      <div class="wrap section first prose">
        ${words.sections.map(
          (section) =>
            html`<section>
              <h2>${section.title}</h2>
              <p>${section.text}</p>
            </section>`,
        )}
      </div>`,
  };
}
