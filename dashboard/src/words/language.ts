import type { Texts } from "../../../shared/schema/texts.ts";

/** The reader's language as the browser tells it; texts of the model and explanations come in it. */
export const readerLanguage = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/.test(navigator.language)
  ? navigator.language
  : "en";

/** Dates and numbers follow the dashboard's own words, which are English; the region is the reader's if it is English too. */
export const locale = readerLanguage.startsWith("en") ? readerLanguage : "en-GB";

/** A text of the model for the reader: their language, else English, else the first one written. */
export function readTexts(texts: Texts | null | undefined): string {
  if (texts === null || texts === undefined) return "";
  if (typeof texts === "string") return texts;
  const base = readerLanguage.split("-")[0] ?? "en";
  return texts[readerLanguage] ?? texts[base] ?? texts["en"] ?? Object.values(texts)[0] ?? "";
}
