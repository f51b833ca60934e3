import type { Folders } from "../lib/page-context.ts";

/** The languages of the site; the first is the one at the root. */
export type Language = "en" | "ro";

/** The articles of the documentation, in their order. */
export const articleIds = ["start", "rules", "publish"] as const;
export type ArticleId = (typeof articleIds)[number];

export type Page =
  | "home"
  | "pricing"
  | ArticleId
  | "guide"
  | "demo"
  | "trial"
  | "login"
  | "app"
  | "thankYou"
  | "privacy";

/** Where every page stands. */
export const folders: Folders<Page, Language> = {
  home: { en: "", ro: "" },
  pricing: { en: "pricing/", ro: "preturi/" },
  start: { en: "docs/", ro: "documentatie/" },
  rules: { en: "docs/rules/", ro: "documentatie/reguli/" },
  publish: { en: "docs/publish/", ro: "documentatie/publicare/" },
  guide: { en: "guide/", ro: "ghid/" },
  demo: { en: "demo/", ro: "demo/" },
  trial: { en: "trial/", ro: "proba-gratuita/" },
  login: { en: "login/", ro: "autentificare/" },
  app: { en: "app/", ro: "aplicatie/" },
  thankYou: { en: "thank-you/", ro: "multumim/" },
  privacy: { en: "privacy/", ro: "confidentialitate/" },
};

/** Whether a page is one of the documentation. */
export function isArticle(page: Page): page is ArticleId {
  return (articleIds as readonly string[]).includes(page);
}
