import { Analysis } from "../analysis.ts";
import type { LintRule } from "../finding.ts";
import { renamedEvents, snakeCase } from "../names/events.ts";
import { firstEventUses } from "../names/event-uses.ts";

const code = "renamed_event";

/** A name under which no event is stored, since names are brought to GA4's form on arrival. Each is named once. */
export const renamedEvent: LintRule = {
  code,
  description:
    "An event is asked for by a name that is changed on arrival: another vendor's, or not in snake_case.",
  check: (model, analysis = new Analysis(model)) =>
    [...firstEventUses(analysis)].flatMap(([name, { path, owner }]) => {
      const plain = snakeCase(name);
      const stored = renamedEvents.get(plain) ?? plain;
      if (stored === name || stored === "") return [];
      return {
        path,
        severity: "warning",
        code,
        message: `${owner} asks for the event "${name}", which is stored as "${stored}": the test is never true`,
        fix: `Write "${stored}".`,
      };
    }),
};
