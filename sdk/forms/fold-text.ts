/**
 * Brings words of any spelling to one form: lower case, no accents, the dotless i and the Polish l
 * as plain letters, camelCase and punctuation as spaces.
 *
 * @example foldText("Adınız-soyadınız *"); // "adiniz soyadiniz"
 * @example foldText("testDrive"); // "test drive"
 */
export function foldText(text: string): string {
  return text
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ı", "i")
    .replaceAll("ł", "l")
    .replace(/[^\p{L}\d]+/gu, " ")
    .trim();
}
