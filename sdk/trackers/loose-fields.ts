import { formControls, formScope } from "../forms/form-scope.ts";
import { listen } from "../lib/listen.ts";
import type { Tracker } from "./tracker.ts";

/**
 * Reports fields that have no form, when the visitor presses the button after them, as the tracker of
 * forms reports a form. Once, whatever other buttons stand there: again only when something new has
 * been written. What the visitor has not touched, as on a page about an account, is not sent by them.
 */
export const looseFields: Tracker = {
  name: "loose-fields",
  start({ reportForm, touched }) {
    const told = new WeakMap<Element, string>();
    listen(document, "click", (event: Event) => {
      const target = event.composedPath()[0];
      const scope = event.isTrusted && target instanceof Element && formScope(target);
      if (!scope) return;
      const written = formControls(scope).filter(
        (field) => touched.has(field) && told.get(field) !== field.value,
      );
      for (const field of written) told.set(field, field.value);
      if (written.length > 0) reportForm?.(scope);
    });
  },
};
