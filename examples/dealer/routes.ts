import { carIds, type CarId } from "./cars.ts";

/** The languages of the site; the first is the one at the root. */
export const languages = ["en", "tr"] as const;
export type Language = (typeof languages)[number];

const simplePages = {
  home: { en: "", tr: "" },
  models: { en: "models/", tr: "modeller/" },
  finance: { en: "finance/", tr: "finansman/" },
  directions: { en: "directions/", tr: "yol-tarifi/" },
  careers: { en: "careers/", tr: "kariyer/" },
  contact: { en: "contact/", tr: "iletisim/" },
  thankYou: { en: "thank-you/", tr: "tesekkurler/" },
  privacy: { en: "privacy/", tr: "gizlilik/" },
} as const;

type SimplePage = keyof typeof simplePages;
export type PageId = SimplePage | CarId;

/** Every page of the site, once for all languages. */
export const pageIds: readonly PageId[] = [...(Object.keys(simplePages) as SimplePage[]), ...carIds];

const isCar = (page: PageId): page is CarId => (carIds as readonly string[]).includes(page);

/** Folder of a page below the root of the site, with a slash at its end; empty for the English home page. */
export function folderOf(page: PageId, language: Language): string {
  const prefix = language === "en" ? "" : `${language}/`;
  return prefix + (isCar(page) ? `${simplePages.models[language]}${page}/` : simplePages[page][language]);
}
