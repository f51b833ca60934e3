import type { WireProperties } from "../../shared/wire.ts";
import { attribute } from "../lib/attribute.ts";
import { fieldMeaning } from "./field-meaning.ts";
import { fieldWords } from "./field-words.ts";
import { foldText } from "./fold-text.ts";
import { formControls } from "../lib/form-controls.ts";
import { holdsCardNumber } from "./holds-card-number.ts";
import { isPrivate } from "../lib/is-private.ts";
import { isTrap } from "./is-trap.ts";

/** What a submitted form said. */
export interface FormReading {
  /** Who the visitor says to be: `email`, `phone`, `firstName`, `lastName`, `name`, `company`. */
  traits: WireProperties;
  /** What the visitor chose: the free fields by their names in snake_case. */
  fields: WireProperties;
  /** A field that people cannot see was filled. */
  isTrapped: boolean;
  /** The form asks for a password: it is a login or a sign-up. */
  hasPassword: boolean;
}

const emailValue = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;

/** An e-mail address, a phone number or an account number where none was expected. */
const personalValue = /\S@\S+\.\S|^\+?[\d\s().-]{11,}$|^[a-z]{2}\d{2}[a-z\d ]{11,}$/i;

/** Characters of a free field: enough for a choice, too few for a letter. */
const fieldCharacters = 256;

/**
 * Reads a form at the moment of its submit: what may be read, and nothing else. Passwords, cards,
 * codes, national ids, files, hidden inputs and all inside `[data-score-private]` are not looked
 * at; a card number is dropped wherever it was typed; free text goes only where the site marked it
 * with `data-score-field`.
 *
 * @param isTouched Whether the visitor has used a field: a hidden step of a form is no trap then.
 */
export function readForm(form: HTMLFormElement, isTouched: (field: Element) => boolean): FormReading {
  const traits: WireProperties = {};
  const fields: WireProperties = {};
  let isTrapped = false;
  const controls = formControls(form);
  const hasPassword = controls.some((control) => control.type === "password");

  for (const control of hasPassword ? [] : controls) {
    if (control.disabled || isPrivate(control)) continue;
    const kind = control.tagName.toLowerCase();
    const type = kind === "input" ? control.type : kind;
    const mark = attribute(control, "data-score-field");
    const isMarked = control.hasAttribute("data-score-field");
    const meaning = fieldMeaning({
      type,
      autocomplete: attribute(control, "autocomplete").toLowerCase(),
      words: fieldWords(control),
    });
    if (meaning === "secret") continue;

    const isChoice = type === "radio" || type === "checkbox";
    if (isChoice && !(control as HTMLInputElement).checked) continue;
    const values =
      kind === "select"
        ? [...(control as HTMLSelectElement).selectedOptions].map((option) => option.value)
        : [type === "checkbox" && control.value === "on" ? "yes" : control.value];
    const written = values.map((value) => value.trim()).filter((value) => value && !holdsCardNumber(value));
    const value = written[0];
    if (!value) continue;

    if (
      (kind === "textarea" || /^(text|email|tel|url)$/.test(type)) &&
      !isTouched(control) &&
      isTrap(control)
    ) {
      isTrapped = true;
      continue;
    }
    if (meaning !== "free" && meaning !== "personal") {
      const isValid =
        meaning === "email"
          ? emailValue.test(value)
          : meaning !== "phone" || value.replace(/\D/g, "").length > 5;
      if (isValid) traits[meaning] ??= value.slice(0, fieldCharacters);
      continue;
    }
    if (meaning === "personal" && !isMarked) continue;
    const key = foldText(mark || control.name || control.id).replaceAll(" ", "_");
    if (!key) continue;
    for (const each of written) {
      if (!isMarked && personalValue.test(each)) continue;
      const text = isMarked ? each : each.slice(0, fieldCharacters);
      const before = fields[key];
      fields[key] = before === undefined ? text : Array.isArray(before) ? [...before, text] : [before, text];
    }
  }

  // "Name" beside "First name" asks for the rest of it.
  if (traits.firstName && traits.name && !traits.lastName) {
    traits.lastName = traits.name;
    delete traits.name;
  }
  return { traits, fields, isTrapped, hasPassword };
}
