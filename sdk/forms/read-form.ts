import type { WireProperties } from "../../shared/wire.ts";
import { isPrivate } from "../lib/is-private.ts";
import { fieldMeaning, type FieldMeaning } from "./field-meaning.ts";
import { fieldLegend, fieldWords } from "./field-words.ts";
import { foldText } from "./fold-text.ts";
import { formId, formName } from "./form-name.ts";
import { formControls, type Control, type FormScope } from "./form-scope.ts";
import { isTrap } from "./is-trap.ts";
import { makesAccount } from "./makes-account.ts";

/** What a submitted form said. */
export interface FormReading {
  /** Who the visitor says to be: `email`, `phone`, `firstName`, `lastName`, `name`, `company`. */
  _traits: WireProperties;
  /** What the visitor chose: the fields of facts by their names in snake_case. */
  _fields: WireProperties;
  /** A field that people cannot see was filled. */
  _isTrapped: boolean;
  /** What it is: empty for a login and for what the form itself refuses, of which nothing is told; one that makes an account tells who, and not what was chosen. */
  _event: "generate_lead" | "sign_up" | "";
  _id: string;
  _name: string;
}

/** What values look like. A telephone number has fewer digits than a card, whatever its field is called. */
const shapes: Partial<Record<FieldMeaning, RegExp>> = {
  email: /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/,
  phone: /^\D*(\d\D{0,3}){6,14}$/,
};
const noCardNumber = /^(?!.*(\d[ .-]?){13})/s;
/** No e-mail address, telephone or account number either, where none was expected. */
const nothingPersonal = /^(?!.*(@|(\d[ .-]?){9}))/s;

/**
 * Reads a form at the moment of its submit: what may be read, and nothing else. Passwords, cards,
 * codes, national ids and all inside `[data-score-private]` are not looked at; what was written
 * freely goes only where the site marked it with `data-score-field`.
 *
 * @param touched The fields that the visitor has used: a hidden step of a form is no trap then.
 * @param earlier More fields: those of earlier steps, which the page may have taken out of the form since.
 * @example readForm(form, touched)._traits["email"];
 */
export function readForm(
  form: FormScope,
  touched: Pick<WeakSet<Element>, "has">,
  earlier: Iterable<Control> = [],
): FormReading {
  const traits: WireProperties = {};
  /** Traits from fields that people cannot see: of use only where no other field tells them. */
  const unseen: WireProperties = {};
  const fields: WireProperties = {};
  let isTrapped = false;
  /** Something that must be filled is empty, which only a form that checks itself lets through: it goes no farther. */
  let isRefused = false;
  let passwords = 0;
  let questions = 0;
  let isLogin = false;

  for (const control of new Set([...formControls(form), ...earlier])) {
    const { type } = control;
    const words = fieldWords(control);
    const meaning = fieldMeaning(type, words, fieldLegend(control));
    // A login asks for one password once, a sign-up for a new one or twice. Some cards' codes are typed as one.
    const says = words.join();
    if (/passw/.test(type + says) && !says.startsWith("cc ")) passwords += says.startsWith("new ") ? 2 : 1;
    // The first step of a login has no password yet.
    isLogin ||= meaning === "email" && /user ?name|log ?in/.test(says);
    const mark = control.getAttribute("data-score-field");
    const isMarked = mark !== null;
    if (
      meaning === "secret" ||
      control.disabled ||
      isPrivate(control) ||
      (/radio|checkbox/.test(type) && !(control as HTMLInputElement).checked)
    )
      continue;

    for (const choice of (control as HTMLSelectElement).selectedOptions ?? [control]) {
      // What browsers call a ticked box without a value.
      const value = choice.value.trim().replace(/^on$/, "yes");
      if (!value) {
        isRefused ||= control.matches("[required],[aria-required=true]") && !isTrap(control);
        continue;
      }
      const isUnseen = meaning !== "fact" && !touched.has(control) && isTrap(control);
      // What the page itself has put in is no trap that somebody walked into; nor is where the visitor came from.
      isTrapped ||=
        isUnseen && value !== (control as HTMLInputElement).defaultValue && !/utm|clid/.test(says);
      if (/text|email|tel/.test(type) && !isUnseen) questions += 1;
      const shape = shapes[meaning] ?? (isMarked ? noCardNumber : nothingPersonal);
      if (!shape.test(value)) continue;
      if (meaning === "fact" || meaning === "text") {
        const key = foldText(mark || control.name || control.id).replaceAll(" ", "_");
        if (!key || isUnseen || (meaning === "text" && !isMarked)) continue;
        const before = fields[key];
        fields[key] = before ? [before, value].flat() : value;
      } else (isUnseen ? unseen : traits)[meaning] ??= value;
    }
  }

  isLogin ||= passwords > 0;
  const isSignUp = passwords > 1 || questions > 1 || makesAccount(form);
  const all = { ...unseen, ...traits };
  // "Name" beside "First name" asks for the rest of it, and the other way round.
  const rest = all["firstName"] ? "lastName" : all["lastName"] ? "firstName" : "name";
  if (all["name"] && !all[rest]) {
    all[rest] = all["name"];
    delete all["name"];
  }
  return {
    _traits: all,
    _fields: isLogin ? {} : fields,
    _isTrapped: isTrapped,
    _event: isRefused ? "" : !isLogin ? "generate_lead" : isSignUp ? "sign_up" : "",
    _id: formId(form),
    _name: formName(form),
  };
}
