import { documentOf } from "../lib/document.ts";
import { html, trusted, type Html } from "../lib/html.ts";
import type { PageContent } from "../lib/page-context.ts";
import type { ShopContext } from "./page.ts";

const mark = trusted(
  '<svg class="mark" viewBox="0 0 32 20" width="32" height="20" aria-hidden="true"><path d="M1 18h30" stroke="currentColor" stroke-width="2" stroke-linecap="round"/><path d="M7 18a9 9 0 0 1 18 0z" class="mark-sun"/></svg>',
);

function header({ page, texts, href }: ShopContext): Html {
  const link = (target: "products" | "business") =>
    html`<a href="${href(target)}" ${page === target && trusted(' aria-current="page"')}
      >${texts.navigation[target]}</a
    >`;
  const other = texts.otherLanguage;
  return html`<header class="site-header">
    <div class="wrap">
      <a class="brand" href="${href("home")}">${mark}<span>Dusk</span></a>
      <nav aria-label="${texts.mainNavigation}">${link("products")}${link("business")}</nav>
      <a
        class="language"
        href="${href(page, other.code)}"
        lang="${other.code}"
        hreflang="${other.code}"
        aria-label="${other.short}: ${other.label}"
        >${other.short}</a
      >
      <a class="cart-link" href="${href("cart")}" ${page === "cart" && trusted(' aria-current="page"')}
        >${texts.navigation.cart} <span class="cart-count" data-cart-count hidden>0</span></a
      >
    </div>
  </header>`;
}

function footer({ texts, site, href }: ShopContext): Html {
  const { footer: words } = texts;
  return html`<footer class="site-footer">
    <section class="wrap newsletter" id="newsletter" aria-labelledby="newsletter-title">
      <div>
        <h2 id="newsletter-title">${words.newsletterTitle}</h2>
        <p>${words.newsletterText}</p>
      </div>
      <form
        id="newsletter-form"
        method="post"
        action="${href("home")}"
        aria-labelledby="newsletter-title"
        data-thanks="newsletter-thanks"
      >
        <label for="newsletter-email">${words.email}</label>
        <div class="in-a-row">
          <input
            id="newsletter-email"
            name="email"
            type="email"
            autocomplete="email"
            required
            maxlength="200"
          />
          <button class="button light" type="submit">${words.subscribe}</button>
        </div>
      </form>
      <p class="thanks-line" id="newsletter-thanks" role="status" tabindex="-1" hidden>
        ${words.newsletterThanks}
      </p>
    </section>
    <div class="wrap footer-end">
      <p class="brand">${mark}<span>Dusk</span></p>
      <p>
        <a href="${href("products")}">${texts.navigation.products}</a>
        <a href="${href("business")}">${texts.navigation.business}</a>
        <a href="${href("privacy")}">${words.privacy}</a>
      </p>
      <p>${words.demo} <a href="${site.dashboardUrl}">${words.demoLink}</a></p>
    </div>
  </footer>`;
}

/** A whole page: the parts that all pages share, and the page's own content between them. */
export function layout(context: ShopContext, content: PageContent): string {
  const { page, language, texts, site, href, file } = context;
  return documentOf(site, {
    language,
    title: content.title,
    description: content.description,
    themeColor: "#faf6f0",
    addresses: { en: href(page, "en"), pl: href(page, "pl") },
    formScript: "forms.js",
    script: html`<script type="module" src="${file("shop.js")}"></script>`,
    page,
    body: html`<a class="skip" href="#main">${texts.skip}</a>
      ${header(context)}
      <main id="main">${content.main}</main>
      ${footer(context)}`,
  });
}
