import { Analysis } from "../analysis.ts";
import type { LintRule } from "../finding.ts";

const code = "rule_never_pays";

/** A rule whose condition contradicts itself. */
export const ruleNeverPays: LintRule = {
  code,
  description: "The condition of a rule contradicts itself, so that it can never pay.",
  check(model, analysis = new Analysis(model)) {
    return analysis.places.flatMap(({ kind, owner, condition, path }) => {
      const conflict = kind === "rule" ? analysis.verdict(condition, path).conflict : null;
      return conflict === null
        ? []
        : {
            path: conflict.path,
            severity: "warning" as const,
            code,
            message: `${owner} can never pay: ${conflict.message}`,
            fix: 'Take out one of the tests, or put them into "any" if one of them is enough.',
          };
    });
  },
};
