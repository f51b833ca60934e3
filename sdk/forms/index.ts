import { formId, formName } from "./form-name.ts";
import { readForm, type FormReading } from "./read-form.ts";

/** A submitted form: what it said, and what it is called. */
export interface SubmittedForm extends FormReading {
  id: string;
  name: string;
}

/** What the lazy chunk gives to the forms tracker. */
export interface FormsModule {
  /** Reads a form at the moment of its submit. `isTouched` says whether the visitor has used a field. */
  describeForm(form: HTMLFormElement, isTouched: (field: Element) => boolean): SubmittedForm;
}

/**
 * Reads a form and names it. A chunk of its own: the words of four languages weigh more than all
 * the rest of a tracker, and only pages with a form need them.
 *
 * @example describeForm(form, () => true).traits.email;
 */
export const describeForm: FormsModule["describeForm"] = (form, isTouched) => ({
  ...readForm(form, isTouched),
  id: formId(form),
  name: formName(form),
});
