import type { WireProperties } from "../../shared/wire.ts";
import { onUse } from "../lib/on-use.ts";
import type { Tracker } from "./tracker.ts";

/** Attributes whose values are properties: not those that mean something else. */
const property = /^data-score-(?!(?:chat|slot|event|form|field|private|name)$)(.+)/;

/**
 * Reports what a page has marked, for people who write no code: a click on an element with
 * `data-score-event`, or the submit of a form that has it, with its other `data-score-*` attributes
 * as properties.
 *
 * @example <button data-score-event="calculate_finance" data-score-model="aurora">Calculate</button>
 */
export const scoreEvent: Tracker = {
  name: "score-event",
  start(context) {
    const onMarked = ({ attributes }: Element) => {
      const properties: WireProperties = {};
      for (const { name, value } of attributes) {
        const [, key] = property.exec(name) ?? [];
        // "12.5" is an amount, "0012" is a name.
        if (key) properties[key.replaceAll("-", "_")] = `${+value}` === value ? +value : value;
      }
      context.track(attributes.getNamedItem("data-score-event")?.value ?? "", properties);
    };
    // A click on a field of a form is not yet what the form is for.
    onUse(context, "click", "[data-score-event]:not(form)", onMarked);
    onUse(context, "submit", "form[data-score-event]", onMarked);
  },
};
