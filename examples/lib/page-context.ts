import type { Html } from "./html.ts";
import type { SiteOptions } from "./site-options.ts";

/** Folder of every page below its language, in every language, with a slash at its end; empty for the home page. */
export type Folders<Page extends string, Language extends string> = Readonly<
  Record<Page, Readonly<Record<Language, string>>>
>;

/** What a page's template is given. */
export interface PageContext<Page extends string, Language extends string, Texts> {
  page: Page;
  language: Language;
  texts: Texts;
  site: SiteOptions;
  /** Address of a page, in this page's language unless another is named. */
  href(page: Page, language?: Language): string;
  /** Address of a file of the site. */
  file(name: string): string;
  euro(amount: number): string;
}

/** What a page's template gives back; the layout puts the rest around it. */
export interface PageContent {
  title: string;
  description: string;
  main: Html;
}

const locales: Readonly<Record<string, string>> = { en: "en-IE", pl: "pl-PL", ro: "ro-RO", tr: "tr-TR" };

/** Folder of a page below the root of the site; the English pages stand at the root itself. */
export function folderIn(language: string, folder: string): string {
  return language === "en" ? folder : `${language}/${folder}`;
}

/** The context of one page in one language. */
export function pageContext<Page extends string, Language extends string, Texts>(
  page: Page,
  language: Language,
  { texts, folders, site }: { texts: Texts; folders: Folders<Page, Language>; site: SiteOptions },
): PageContext<Page, Language, Texts> {
  const format = new Intl.NumberFormat(locales[language], {
    style: "currency",
    currency: "EUR",
    maximumFractionDigits: 0,
  });
  return {
    page,
    language,
    texts,
    site,
    href: (target, other = language) => `${site.basePath}/${folderIn(other, folders[target][other])}`,
    file: (name) => `${site.basePath}/${name}`,
    euro: (amount) => format.format(amount),
  };
}
