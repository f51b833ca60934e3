import { Analysis } from "../analysis.ts";
import type { LintRule } from "../finding.ts";

const code = "condition_never_true";

/** The condition of something else than a rule, or of one criterion, contradicts itself. */
export const conditionNeverTrue: LintRule = {
  code,
  description: "The condition of an action, a hand-off, a segment or another part contradicts itself.",
  check(model, analysis = new Analysis(model)) {
    return analysis.places.flatMap(({ kind, owner, condition, path }) => {
      const conflict = kind === "rule" ? null : analysis.verdict(condition, path).conflict;
      return conflict === null
        ? []
        : {
            path: conflict.path,
            severity: "warning" as const,
            code,
            message: `the condition of ${owner} can never hold: ${conflict.message}`,
            fix: 'Take out one of the tests, or put them into "any" if one of them is enough.',
          };
    });
  },
};
