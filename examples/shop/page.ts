import type { PageContent, PageContext } from "../lib/page-context.ts";
import type { Language, Page } from "./routes.ts";
import type { Texts } from "./texts/en.ts";

/** What a template of the shop is given. */
export type ShopContext = PageContext<Page, Language, Texts>;

/** A template of the shop. */
export type Template = (context: ShopContext) => PageContent;
