import { formScope, isControl, type Control, type FormScope } from "./form-scope.ts";
import { readForm } from "./read-form.ts";

/** What reads forms. */
export interface FormsModule {
  readForm: typeof readForm;
  formScope: typeof formScope;
}

export { formScope, isControl, readForm, type Control, type FormScope };
