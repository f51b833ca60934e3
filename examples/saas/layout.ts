import { documentOf } from "../lib/document.ts";
import { html, trusted, type Html } from "../lib/html.ts";
import type { PageContent } from "../lib/page-context.ts";
import type { SaasContext } from "./page.ts";
import { isArticle } from "./routes.ts";

const mark = trusted(
  '<svg viewBox="0 0 24 20" width="26" height="22" aria-hidden="true"><rect class="mark-1" y="0" width="15" height="5" rx="2.5"/><rect class="mark-2" x="6" y="7.5" width="18" height="5" rx="2.5"/><rect class="mark-3" y="15" width="12" height="5" rx="2.5"/></svg>',
);

const inNavigation = ["pricing", "start", "guide"] as const;

function header({ page, texts, href }: SaasContext): Html {
  const isCurrent = (target: (typeof inNavigation)[number]) =>
    page === target || (target === "start" && isArticle(page));
  const other = texts.otherLanguage;
  return html`<header class="site-header">
    <div class="wrap">
      <a class="brand" href="${href("home")}">${mark}<span>Weekwise</span></a>
      <nav aria-label="${texts.mainNavigation}">
        ${inNavigation.map((target) => html`<a href="${href(target)}" ${isCurrent(target) && trusted(page === target ? ' aria-current="page"' : ' aria-current="true"')}>${texts.navigation[target]}</a>`)}
      </nav>
      <div class="header-end">
        <a
          class="language"
          href="${href(page, other.code)}"
          lang="${other.code}"
          hreflang="${other.code}"
          aria-label="${other.short}: ${other.label}"
          >${other.short}</a
        >
        <a class="login-link" href="${href("login")}">${texts.navigation.login}</a>
        <a class="button small" href="${href("trial")}">${texts.navigation.trial}</a>
      </div>
    </div>
  </header>`;
}

function footer({ texts, site, href }: SaasContext): Html {
  const { footer: words, navigation } = texts;
  return html`<footer class="site-footer">
    <div class="wrap">
      <p class="brand">${mark}<span>Weekwise</span></p>
      <nav aria-label="${words.more}">
        ${([...inNavigation, "demo", "login", "privacy"] as const).map((target) => html`<a href="${href(target)}">${navigation[target]}</a>`)}
      </nav>
      <p>${words.demo} <a href="${site.dashboardUrl}">${words.demoLink}</a></p>
    </div>
  </footer>`;
}

/** A whole page: the parts that all pages share, and the page's own content between them. */
export function layout(context: SaasContext, content: PageContent): string {
  const { page, language, texts, site, href, file } = context;
  return documentOf(site, {
    language,
    title: content.title,
    description: content.description,
    themeColor: "#fbfaf5",
    addresses: { en: href(page, "en"), ro: href(page, "ro") },
    formScript: "forms.js",
    script: html`<script type="module" src="${file("saas.js")}"></script>`,
    page,
    body: html`<a class="skip" href="#main">${texts.skip}</a>
      ${header(context)}
      <main id="main">${content.main}</main>
      ${footer(context)}`,
  });
}
