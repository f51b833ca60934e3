import type { PageContent, PageContext } from "../lib/page-context.ts";
import type { Language, Page } from "./routes.ts";
import type { Texts } from "./texts/en.ts";

/** What a template of the site is given. */
export type SaasContext = PageContext<Page, Language, Texts>;

/** A template of the site. */
export type Template = (context: SaasContext) => PageContent;
