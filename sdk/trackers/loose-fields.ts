import { formScope } from "../forms/form-scope.ts";
import { listen } from "../lib/listen.ts";
import type { Tracker } from "./tracker.ts";

/** Reports fields that have no form, when the button after them is pressed, as the tracker of forms reports a form. */
export const looseFields: Tracker = {
  name: "loose-fields",
  start({ reportForm }) {
    listen(document, "click", (event: Event) => {
      const target = event.composedPath()[0];
      const scope = target instanceof Element && formScope(target);
      if (scope) reportForm?.(scope);
    });
  },
};
