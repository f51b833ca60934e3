import { Analysis } from "../analysis.ts";
import type { LintRule } from "../finding.ts";

const code = "branch_never_true";

/** A branch of an `any` that contradicts itself, while the others do not. */
export const branchNeverTrue: LintRule = {
  code,
  description: 'One branch of an "any" contradicts itself and adds nothing.',
  check(model, analysis = new Analysis(model)) {
    return analysis.places.flatMap(({ owner, condition, path }) => {
      const { conflict, deadBranches } = analysis.verdict(condition, path);
      return conflict === null
        ? deadBranches.map((branch) => ({
            path: branch.path,
            severity: "hint" as const,
            code,
            message: `a branch in the condition of ${owner} can never hold: ${branch.message}`,
            fix: "Correct the branch or take it out; the others decide alone.",
          }))
        : [];
    });
  },
};
