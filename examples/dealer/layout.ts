import { carIds, cars } from "./cars.ts";
import { documentOf } from "../lib/document.ts";
import { html, trusted, type Html } from "../lib/html.ts";
import type { PageContent } from "../lib/page-context.ts";
import type { PageContext } from "./page.ts";
import { folderOf, languages, type PageId } from "./routes.ts";
import { showrooms } from "./showrooms.ts";

const mark = trusted(
  '<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true"><circle cx="16" cy="16" r="14.5" fill="none" stroke="currentColor" stroke-width="2.4"/><ellipse cx="16" cy="16" rx="6" ry="14.5" fill="none" stroke="currentColor" stroke-width="2.4"/><circle class="mark-sun" cx="22" cy="16" r="4"/></svg>',
);

const inNavigation = ["models", "finance", "directions", "careers", "contact"] as const;

function navigationLinks({ page, texts, href }: PageContext): Html {
  const isCurrent = (target: PageId) => page === target || (target === "models" && page in cars);
  return html`<ul>
    ${inNavigation.map((target) => html`<li><a href="${href(target)}" ${isCurrent(target) && trusted(page === target ? ' aria-current="page"' : ' aria-current="true"')}>${texts.navigation[target]}</a></li>`)}
  </ul>`;
}

function languageLink({ page, site, texts: { otherLanguage } }: PageContext): Html {
  const target = languages.find((language) => language === otherLanguage.code) ?? "en";
  return html`<a
    class="language"
    href="${site.basePath}/${folderOf(page, target)}"
    lang="${target}"
    hreflang="${target}"
    aria-label="${otherLanguage.short}: ${otherLanguage.label}"
    >${otherLanguage.short}</a
  >`;
}

function header(context: PageContext): Html {
  const { texts, href } = context;
  return html`<header class="site-header">
    <div class="wrap">
      <a class="brand" href="${href("home")}">${mark}<span>${texts.brand}</span></a>
      <nav class="wide-navigation" aria-label="${texts.mainNavigation}">${navigationLinks(context)}</nav>
      <div class="header-end">
        ${languageLink(context)}<a class="button small" href="${href("contact")}">${texts.bookTestDrive}</a>
      </div>
      <details class="narrow-navigation">
        <summary>
          <span class="menu-icon" aria-hidden="true"></span><span class="visually-hidden">${texts.menu}</span>
        </summary>
        <nav aria-label="${texts.mainNavigation}">
          ${navigationLinks(context)}
          <div class="menu-end">
            <a class="button" href="${href("contact")}">${texts.bookTestDrive}</a>${languageLink(context)}
          </div>
        </nav>
      </details>
    </div>
  </header>`;
}

function footer({ texts, site, href }: PageContext): Html {
  const { footer: words } = texts;
  return html`<footer class="site-footer">
    <div class="wrap footer-grid">
      <div class="footer-brand">
        <p class="brand">${mark}<span>${texts.brand}</span></p>
        <p>${words.line}</p>
      </div>
      <nav aria-label="${words.cars}">
        <h2>${words.cars}</h2>
        <ul>
          ${carIds.map((id) => html`<li><a href="${href(id)}">${cars[id].name}</a></li>`)}
        </ul>
      </nav>
      <nav aria-label="${words.explore}">
        <h2>${words.explore}</h2>
        <ul>
          ${[...inNavigation, "privacy" as const].map((target) => html`<li><a href="${href(target)}">${texts.navigation[target]}</a></li>`)}
        </ul>
      </nav>
      <div>
        <h2>${words.visit}</h2>
        <p>${showrooms.map((showroom) => showroom.name).join(", ")}</p>
        <p><a href="${href("directions")}">${words.findShowroom}</a></p>
        <p><a href="tel:${words.phone.replaceAll(" ", "")}">${words.phone}</a></p>
      </div>
    </div>
    <div class="wrap footer-demo">
      <p>${words.demo} <a href="${site.dashboardUrl}">${words.demoLink}</a></p>
      <p>${words.invented}</p>
    </div>
  </footer>`;
}

function chat({ texts, href }: PageContext): Html {
  const { chat: words } = texts;
  return html`<div class="chat" id="chat" hidden>
    <section class="chat-panel" id="chat-panel" aria-labelledby="chat-title" hidden>
      <div class="chat-head">
        <div>
          <h2 id="chat-title">${words.title}</h2>
          <p>${words.status}</p>
        </div>
        <button type="button" class="chat-close" aria-label="${words.close}">
          <span aria-hidden="true">×</span>
        </button>
      </div>
      <div class="chat-log" role="log" aria-live="polite">
        <p class="chat-line"><span class="visually-hidden">${words.desk}: </span>${words.greeting}</p>
      </div>
      <form class="chat-form" data-score-private>
        <label class="visually-hidden" for="chat-question">${words.label}</label
        ><input
          id="chat-question"
          type="text"
          maxlength="200"
          required
          autocomplete="off"
          placeholder="${words.placeholder}"
        /><button type="submit" aria-label="${words.send}"><span aria-hidden="true">↑</span></button>
      </form>
      <template id="chat-asked"
        ><p class="chat-line asked">
          <span class="visually-hidden">${words.you}: </span><span class="chat-text"></span></p
      ></template>
      <template id="chat-answer"
        ><p class="chat-line">
          <span class="visually-hidden">${words.desk}: </span>${words.answer}
          <a href="${href("contact")}">${words.link}</a>
        </p></template
      >
    </section>
    <button type="button" class="chat-open" data-score-chat aria-expanded="false" aria-controls="chat-panel">
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
        <path
          d="M4 5.5h16v11H11l-4.5 3.5v-3.500H4z"
          fill="none"
          stroke="currentColor"
          stroke-width="2"
          stroke-linejoin="round"
        /></svg
      ><span class="visually-hidden">${words.open}</span>
    </button>
  </div>`;
}

/** A whole page: the parts that all pages share, and the page's own content between them. */
export function layout(context: PageContext, content: PageContent): string {
  const { page, language, texts, site, file } = context;
  const addresses = languages.map((other) => [other, `${site.basePath}/${folderOf(page, other)}`] as const);
  return documentOf(site, {
    language,
    title: content.title,
    description: content.description,
    themeColor: "#ffffff",
    addresses: Object.fromEntries(addresses),
    formScript: "forms.js",
    script: html`<script defer src="${file("site.js")}"></script>`,
    page,
    body: html`<a class="skip" href="#main">${texts.skip}</a>
      ${header(context)}
      <main id="main">${content.main}</main>
      ${footer(context)} ${chat(context)}`,
  });
}
