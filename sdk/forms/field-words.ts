import { attribute } from "../lib/attribute.ts";
import { foldText } from "./fold-text.ts";
import { controlSelector, type Control } from "./form-scope.ts";

/** Longer texts are terms and advice, which speak of everything. */
const mostCharacters = 60;

/** Marks that say whether a field must be filled, not what it is: required, zorunlu, wymagane, obligatoriu. */
const obligation = / (zor|req|obl|wym|opt)\w+$/;

/**
 * Collects the words in and around a field that say what it is for, folded. Where neither a label
 * nor a placeholder does, the text that stands beside the field and beside no other is its label.
 *
 * @example fieldWords(field); // ["given name", "field 1", "", "adiniz"]
 */
export function fieldWords(field: Control): string[] {
  const texts = [...(field.labels ?? []), ...(field.ariaLabelledByElements ?? [])].map(
    (label) => label.textContent,
  );
  texts.push(...["placeholder", "aria-label", "title"].map((name) => attribute(field, name)));
  for (let around: Element | null = field; !texts.join("").trim(); texts.push(around.textContent)) {
    around = around.parentElement;
    if (!around?.matches(":not(form)") || around.querySelectorAll(controlSelector).length > 1) break;
  }
  return [...["autocomplete", "name", "id"].map((name) => attribute(field, name)), ...texts].map((text) =>
    foldText(text.trim().slice(0, mostCharacters)).replace(obligation, ""),
  );
}

/** What is written over a group of fields, folded; empty where this one is in none. */
export const fieldLegend = (field: Control): string =>
  foldText(field.closest("fieldset")?.querySelector("legend")?.textContent ?? "");
