import { Analysis } from "../analysis.ts";
import type { Finding, LintRule } from "../finding.ts";

const code = "unreachable_maximum";

/** Points that nobody can have: a maximum above what all rules together give. */
export const unreachableMaximum: LintRule = {
  code,
  description: "The maximum of a score or of the total is above what its rules can give.",
  check(model, analysis = new Analysis(model)) {
    const reach = analysis.reach("anyone");
    const findings: Finding[] = [];
    const paid = new Set(model.rules.map(({ score }) => score));
    for (const [index, { id, max }] of model.scores.entries()) {
      const raw = reach.raw(id);
      if (!paid.has(id)) {
        const message = `no rule pays into the score "${id}"`;
        const fix = "Add a rule for it, or take the score out, unless it is only adjusted by hand.";
        findings.push({ path: `scores[${index}]`, severity: "hint", code, message, fix });
      } else if (max !== undefined && raw < max) {
        const message = `the rules can bring the score "${id}" to ${raw} at most; its maximum is ${max}`;
        const fix = `Set the maximum to ${raw}, or let the rules pay more.`;
        findings.push({ path: `scores[${index}].max`, severity: "hint", code, message, fix });
      }
    }
    const max = model.total?.max;
    if (max !== undefined && reach.of(undefined) < max) {
      const message = `the scores can bring the total to ${reach.of(undefined)} at most; its maximum is ${max}`;
      const fix = `Set the maximum to ${reach.of(undefined)}, or let the scores go higher.`;
      findings.push({ path: "total.max", severity: "hint", code, message, fix });
    }
    return findings;
  },
};
