import { formId, formName } from "./form-name.ts";
import { formScope, isControl, type Control, type FormScope } from "./form-scope.ts";
import { readForm, type FormReading } from "./read-form.ts";

/** A submitted form: what it said, and what it is called. */
export interface SubmittedForm extends FormReading {
  _id: string;
  _name: string;
}

/** What the forms tracker is given. */
export interface FormsModule {
  /**
   * Reads a form at the moment of its submit. `isTouched` says whether the visitor has used a field;
   * `earlier` are fields of earlier steps, which the page has taken out of the form since.
   */
  describeForm(
    form: FormScope,
    isTouched: (field: Element) => boolean,
    earlier?: Iterable<Control>,
  ): SubmittedForm;
  /** What a click on a button sends where a page has fields but no form. */
  formScope(target: Element): FormScope | undefined;
}

/**
 * Reads a form and names it.
 *
 * @example describeForm(form, () => true)._traits.email;
 */
export const describeForm: FormsModule["describeForm"] = (form, isTouched, earlier) => ({
  ...readForm(form, isTouched, earlier),
  _id: formId(form),
  _name: formName(form),
});

export { formScope, isControl, type Control, type FormScope };
