import { attribute } from "../lib/attribute.ts";
import { foldText } from "./fold-text.ts";
import type { Control } from "../lib/form-controls.ts";

/** Words around a field that say what it is for, folded, the most telling first. */
export interface FieldWords {
  /** Written by a developer: name and id. */
  code: string[];
  /** Written for the visitor: label, placeholder, `aria-label`. */
  text: string[];
}

/** Marks that say whether a field must be filled, not what it is. */
const obligation = / ?\b(required|optional|zorunlu|istege bagli|wymagane|opcjonalne|obligatoriu|optional)\b/g;

/**
 * Collects the words around a field.
 *
 * @example fieldWords(field); // { code: ["your name"], text: ["adiniz soyadiniz"] }
 */
export function fieldWords(field: Control): FieldWords {
  const fold = (texts: string[]) =>
    texts.map((text) => foldText(text).replace(obligation, "")).filter(Boolean);
  return {
    code: fold([attribute(field, "name"), attribute(field, "id")]),
    text: fold([
      // A label around a select has all its options in its text; the first line is enough of it.
      ...[...(field.labels ?? [])].map((label) => (label.textContent ?? "").trim().replace(/\n.*/s, "")),
      attribute(field, "placeholder"),
      attribute(field, "aria-label"),
    ]),
  };
}
