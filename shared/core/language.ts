import type { Texts } from "../schema/texts.ts";

/**
 * Chooses among languages: the one asked for, the same without its region, English, the first one.
 *
 * @example chooseLanguage(["en", "tr"], "tr-TR") === "tr"
 */
export function chooseLanguage(available: readonly string[], wanted: string | undefined): string {
  if (wanted !== undefined) {
    const tag = wanted.toLowerCase();
    const exact = available.find((language) => language.toLowerCase() === tag);
    if (exact !== undefined) return exact;
    const base = available.find((language) => language.toLowerCase() === tag.split("-")[0]);
    if (base !== undefined) return base;
  }
  return available.includes("en") ? "en" : (available[0] ?? "en");
}

/** A text in the reader's language. */
export function textIn(texts: Texts, language: string | undefined): string {
  if (typeof texts === "string") return texts;
  return texts[chooseLanguage(Object.keys(texts), language)] ?? "";
}
