const combiningMarks = /\p{M}+/gu;

/** Letters that Unicode does not take apart into a base letter and an accent, and two that lower-case badly. */
const specialLetters: Readonly<Record<string, string>> = {
  ı: "i",
  ł: "l",
  đ: "d",
  ø: "o",
  ß: "ss",
  æ: "ae",
  œ: "oe",
};
const specialLetter = /[ıłđøßæœ]/g;
const plainAscii = /^[\x20-\x40\x5b-\x7e]*$/;

/**
 * Folds a text for comparison: without case, accents and the dot of the i, the same in every
 * locale (a Turkish `İSTANBUL` and an English `istanbul` are equal). Never for display.
 *
 * @example foldText("Yol Tarifi İÇİN") === "yol tarifi icin"
 */
export function foldText(text: string): string {
  if (plainAscii.test(text)) return text;
  return text
    .normalize("NFD")
    .toLowerCase()
    .replace(combiningMarks, "")
    .replace(specialLetter, (letter) => specialLetters[letter] ?? letter);
}
