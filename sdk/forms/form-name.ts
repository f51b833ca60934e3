import { attribute } from "../lib/attribute.ts";
import { formControls } from "../lib/form-controls.ts";
import { shortHash } from "./short-hash.ts";

const words = (element: Element | null | undefined): string =>
  (element?.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, 120);

/**
 * A form's id in reports: `data-score-form`, its id or its name; else one made from the names of
 * its fields, which stays the same from visit to visit.
 *
 * @example formId(form); // "test-drive"
 */
export function formId(form: HTMLFormElement): string {
  return (
    attribute(form, "data-score-form") ||
    attribute(form, "id") ||
    attribute(form, "name") ||
    "form_" +
      shortHash(
        formControls(form)
          .map((control) => control.name)
          .join(),
      )
  );
}

/**
 * A form's name for people: `data-score-name`, what screen readers call it, its heading, or its
 * name attribute; empty when it has none.
 *
 * @example formName(form); // "Book a test drive"
 */
export function formName(form: HTMLFormElement): string {
  const labelledBy = attribute(form, "aria-labelledby").split(" ")[0];
  return (
    attribute(form, "data-score-name") ||
    attribute(form, "aria-label") ||
    words(labelledBy ? document.getElementById(labelledBy) : null) ||
    words(Element.prototype.querySelector.call(form, "legend,h1,h2,h3,h4,h5,h6")) ||
    attribute(form, "name")
  );
}
