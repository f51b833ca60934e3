import { requiredKeys } from "../condition/normal-form.ts";
import type { LintRule } from "../finding.ts";

const code = "stage_left_at_once";

/** A stage whose exit holds whenever its entry does. */
export const stageLeftAtOnce: LintRule = {
  code,
  description: "The exit of a stage holds whenever its entry does.",
  check: (model) =>
    model.stages.flatMap(({ id, entry, exit }, index) => {
      if (entry === undefined || exit === undefined) return [];
      const asked = requiredKeys(entry);
      if (![...requiredKeys(exit)].every((key) => asked.has(key))) return [];
      return {
        path: `stages[${index}].exit`,
        severity: "warning",
        code,
        message: `stage "${id}" is left as soon as it is entered: whatever meets its entry meets its exit too`,
        fix: "Let the exit ask for something that is not so at the entry.",
      };
    }),
};
