/** What the note of a preview says. */
export interface PreviewWords {
  shown: string;
  ended: string;
  /** Followed by the name of the slot. */
  noSlot: string;
  /** Followed by the address. */
  leadsTo: string;
  noChat: string;
}

const english: PreviewWords = {
  shown: "Preview. Nothing is recorded.",
  ended: "This preview has ended. Make a new link.",
  noSlot: "Preview. This page has no room for it in the slot:",
  leadsTo: "Preview. Visitors are led to:",
  noChat: "Preview. Waiting for the page's chat.",
};

const byLanguage: Readonly<Record<string, PreviewWords>> = {
  tr: {
    shown: "Önizleme. Hiçbir şey kaydedilmiyor.",
    ended: "Bu önizlemenin süresi doldu. Yeni bir bağlantı oluşturun.",
    noSlot: "Önizleme. Bu sayfada şu alanda yer yok:",
    leadsTo: "Önizleme. Ziyaretçiler şuraya yönlendirilir:",
    noChat: "Önizleme. Sayfanın sohbeti bekleniyor.",
  },
  pl: {
    shown: "Podgląd. Nic nie jest zapisywane.",
    ended: "Ten podgląd wygasł. Utwórz nowy link.",
    noSlot: "Podgląd. Na tej stronie nie ma miejsca w slocie:",
    leadsTo: "Podgląd. Odwiedzający trafiają na:",
    noChat: "Podgląd. Oczekiwanie na czat strony.",
  },
  ro: {
    shown: "Previzualizare. Nu se înregistrează nimic.",
    ended: "Această previzualizare a expirat. Creați un link nou.",
    noSlot: "Previzualizare. Pagina nu are loc în slotul:",
    leadsTo: "Previzualizare. Vizitatorii sunt duși la:",
    noChat: "Previzualizare. Se așteaptă chatul paginii.",
  },
};

/**
 * The words in a language; English where there are none.
 *
 * @example previewWords("tr-TR").shown; // "Önizleme. Hiçbir şey kaydedilmiyor."
 */
export const previewWords = (language: string): PreviewWords => byLanguage[language.slice(0, 2)] ?? english;
