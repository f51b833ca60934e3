import { html, trusted } from "../../lib/html.ts";
import type { PageContent } from "../../lib/page-context.ts";
import type { SaasContext } from "../page.ts";
import { articleIds, type ArticleId } from "../routes.ts";

/** An article of the documentation, with the way to the others. */
export function article({ texts, href }: SaasContext, id: ArticleId): PageContent {
  const { docs } = texts;
  const words = docs.articles[id];
  const next = articleIds[articleIds.indexOf(id) + 1];
  return {
    title: `${words.title} | ${docs.name} | Weekwise`,
    description: words.lead,
    main: html`<div class="wrap docs">
      <nav aria-label="${docs.name}">
        <p class="docs-name">${docs.name}</p>
        <ol>
          ${articleIds.map((other) => html`<li><a href="${href(other)}" ${other === id && trusted(' aria-current="page"')}>${docs.articles[other].title}</a></li>`)}
        </ol>
      </nav>
      <article>
        <h1>${words.title}</h1>
        <p class="lead">${words.lead}</p>
        ${words.sections.map(
          ({ title, text, code }) =>
            html`<section>
              <h2>${title}</h2>
              <p>${text}</p>
              ${code !== undefined && html`<pre tabindex="0"><code>${code}</code></pre>`}
            </section>`,
        )}
        <div class="slot" data-score-slot="trial"><p>${docs.note}</p></div>
        ${next !== undefined && html`<p class="next"><a href="${href(next)}">${docs.next}: ${docs.articles[next].title}</a></p>`}
      </article>
    </div>`,
  };
}
