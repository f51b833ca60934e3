/** The few words that an action's own texts do not bring. */
export interface Words {
  close: string;
  copy: string;
  copied: string;
  thanks: string;
}

const english: Words = { close: "Close", copy: "Copy the code", copied: "Copied", thanks: "Thank you" };

const byLanguage: Record<string, Words> = {
  tr: { close: "Kapat", copy: "Kodu kopyala", copied: "Kopyalandı", thanks: "Teşekkür ederiz" },
  pl: { close: "Zamknij", copy: "Skopiuj kod", copied: "Skopiowano", thanks: "Dziękujemy" },
  ro: { close: "Închide", copy: "Copiază codul", copied: "Copiat", thanks: "Vă mulțumim" },
};

/**
 * Words in the language of an action; English where there are none.
 *
 * @example wordsFor("tr-TR").close; // "Kapat"
 */
export const wordsFor = (language: string): Words => byLanguage[language.slice(0, 2)] ?? english;

/**
 * The direction in which a language is written.
 *
 * @example directionOf("ar"); // "rtl"
 */
export const directionOf = (language: string): "ltr" | "rtl" =>
  /^(ar|fa|he|iw|ur|ps|yi|dv|ckb|ug|sd)\b/i.test(language) ? "rtl" : "ltr";
