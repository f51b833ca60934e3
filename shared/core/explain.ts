import type { Receipt } from "../schema/receipt.ts";
import { chooseLanguage, textIn } from "./language.ts";

/** What is said beside the label when points are not the rule's own, or not paid at all. */
const remarks: Record<string, Partial<Record<Receipt["reason"], string>>> = {
  en: {
    capped: "limit reached",
    group: "limit of the group reached",
    bot: "not a person",
    quarantined: "waits for a sign of a person",
    released: "a person showed up",
    voided: "it was a machine",
    segment: "not in this segment now",
  },
  tr: {
    capped: "sınıra ulaşıldı",
    group: "grup sınırına ulaşıldı",
    bot: "insan değil",
    quarantined: "bir insan işareti bekleniyor",
    released: "bir insan olduğu anlaşıldı",
    voided: "bir makineydi",
    segment: "şu anda bu segmentte değil",
  },
  pl: {
    capped: "osiągnięto limit",
    group: "osiągnięto limit grupy",
    bot: "to nie człowiek",
    quarantined: "czeka na znak człowieka",
    released: "okazało się, że to człowiek",
    voided: "to była maszyna",
    segment: "teraz poza tym segmentem",
  },
  ro: {
    capped: "limită atinsă",
    group: "limita grupului a fost atinsă",
    bot: "nu este o persoană",
    quarantined: "așteaptă un semn de la o persoană",
    released: "s-a dovedit a fi o persoană",
    voided: "a fost o mașină",
    segment: "acum nu este în acest segment",
  },
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
    const details = (receipt.detail ?? []).map((detail) => textIn(detail, language));
    const remark = [...details, words?.[receipt.reason] ?? ""].filter((text) => text !== "").join("; ");
    const line = `${sign}${Math.abs(receipt.points)} ${textIn(receipt.label, language)}`;
    return remark === "" ? line : `${line} (${remark})`;
  });
}
