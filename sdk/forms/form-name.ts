import { attribute } from "../lib/attribute.ts";
import { isPrivate } from "../lib/is-private.ts";
import { formControls, type FormScope } from "./form-scope.ts";

/**
 * A form's id in reports: `data-score-form`, its id or its name; else the names of its fields, which
 * stay the same from visit to visit.
 *
 * @example formId(form); // "test-drive"
 */
export function formId(form: FormScope): string {
  return (
    attribute(form, "data-score-form") ||
    attribute(form, "id") ||
    attribute(form, "name") ||
    ["form", ...formControls(form).map((control) => control.name || control.type)].join("_").slice(0, 60)
  );
}

/**
 * A form's name for people: `data-score-name`, what screen readers call it, or its heading;
 * empty when it has none.
 *
 * @example formName(form); // "Book a test drive"
 */
export function formName(form: FormScope): string {
  const heading = form.querySelector<HTMLElement>("legend,h1,h2,h3,h4");
  return (
    attribute(form, "data-score-name") ||
    attribute(form, "aria-label") ||
    (heading && !isPrivate(heading) ? heading.innerText : "")
  );
}
