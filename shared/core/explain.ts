import type { Receipt } from "../schema/receipt.ts";
import { chooseLanguage, textIn } from "./language.ts";

/** What is said beside the label when points are not the rule's own. */
const remarks: Record<string, Record<Receipt["reason"], string>> = {
  en: { granted: "", capped: "limit reached", bot: "not a person", minimum: "", maximum: "" },
  tr: { granted: "", capped: "sınıra ulaşıldı", bot: "insan değil", minimum: "", maximum: "" },
  pl: { granted: "", capped: "osiągnięto limit", bot: "to nie człowiek", minimum: "", maximum: "" },
  ro: { granted: "", capped: "limită atinsă", bot: "nu este o persoană", minimum: "", maximum: "" },
};

/**
 * Says receipts in words, one line each, in the reader's language (en, tr, pl, ro).
 *
 * @example explain(receipts, "en") // ["+20 Looked up directions", "0 Looked up directions (limit reached)"]
 */
export function explain(receipts: readonly Receipt[], language: string): string[] {
  const words = remarks[chooseLanguage(Object.keys(remarks), language)];
  return receipts.map((receipt) => {
    const sign = receipt.points > 0 ? "+" : receipt.points < 0 ? "−" : "";
    const remark = words?.[receipt.reason] ?? "";
    const line = `${sign}${Math.abs(receipt.points)} ${textIn(receipt.label, language)}`;
    return remark === "" ? line : `${line} (${remark})`;
  });
}
