import { cars, type CarId } from "./cars.ts";
import type { SiteOptions } from "../lib/site-options.ts";
import { folderOf, type Language, type PageId } from "./routes.ts";
import type { Texts } from "./texts/en.ts";

/** What a page's template is given. */
export interface PageContext {
  page: PageId;
  language: Language;
  texts: Texts;
  site: SiteOptions;
  /** Address of a page in this page's language. */
  href(page: PageId): string;
  /** Address of a file of the site. */
  file(name: string): string;
  euro(amount: number): string;
  number(value: number, digits?: number): string;
}

/** The context of one page in one language. */
export function pageContext(page: PageId, language: Language, texts: Texts, site: SiteOptions): PageContext {
  const locale = language === "en" ? "en-IE" : "tr-TR";
  return {
    page,
    language,
    texts,
    site,
    href: (target) => `${site.basePath}/${folderOf(target, language)}`,
    file: (name) => `${site.basePath}/${name}`,
    euro: (amount) =>
      new Intl.NumberFormat(locale, { style: "currency", currency: "EUR", maximumFractionDigits: 0 }).format(
        amount,
      ),
    number: (value, digits = 0) =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
        value,
      ),
  };
}

/** Name of the drawing of a car in one of its paints. */
export function carFile(id: CarId, paint = cars[id].paints[0].id): string {
  return `cars/${id}-${paint}.svg`;
}
