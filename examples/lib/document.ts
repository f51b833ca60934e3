import { html, trusted, type Html } from "./html.ts";
import type { SiteOptions } from "./site-options.ts";

/** A page, as its site's layout hands it over. */
export interface DocumentParts {
  language: string;
  title: string;
  description: string;
  /** Colour of the browser's own bars. */
  themeColor: string;
  /** Address of the page in each language; English is where a stranger is sent. */
  addresses: Readonly<Record<string, string>>;
  /** Loaded before the forms are there, so that none is sent without it. */
  formScript: string;
  /** The site's own script tag. */
  script: Html;
  page: string;
  body: Html;
}

/**
 * A whole HTML document: what every head holds, and the tag of the SDK. Nothing is inline but the
 * optional stub, so that it runs under a strict Content Security Policy.
 */
export function documentOf(site: SiteOptions, parts: DocumentParts): string {
  const { addresses, language } = parts;
  const file = (name: string) => `${site.basePath}/${name}`;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${parts.title}</title>
        <meta name="description" content="${parts.description}" />
        <meta name="theme-color" content="${parts.themeColor}" />
        <link rel="canonical" href="${addresses[language]}" />
        ${Object.entries(addresses).map(([other, address]) => html`<link rel="alternate" hreflang="${other}" href="${address}" /> `)}
        <link rel="alternate" hreflang="x-default" href="${addresses["en"]}" />
        <link rel="icon" href="${file("icon.svg")}" type="image/svg+xml" />
        <link rel="stylesheet" href="${file("style.css")}" />
        ${site.stub !== undefined && trusted(`<script>${site.stub}</script>`)}
        <script async src="${site.scriptUrl}" data-site="${site.siteKey}"></script>
        <script src="${file(parts.formScript)}"></script>
        ${parts.script}
      </head>
      <body class="page-${parts.page}">
        ${parts.body}
      </body>
    </html> `.text;
}
