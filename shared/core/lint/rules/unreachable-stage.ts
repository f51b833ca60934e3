import { Analysis } from "../analysis.ts";
import { scoreKey } from "../condition/demands.ts";
import { anything, narrow } from "../condition/domain.ts";
import type { Finding, LintRule } from "../finding.ts";

const code = "unreachable_stage";

/** A stage that the points of the model cannot open. What contradicts itself in its entry is `condition_never_true`. */
export const unreachableStage: LintRule = {
  code,
  description: "A stage opens at more points than its score can have, or its entry excludes its threshold.",
  check(model, analysis = new Analysis(model)) {
    const { facts } = analysis;
    const reach = analysis.reach("anyone");
    const known = new Set<string | undefined>([undefined, ...model.scores.map(({ id }) => id)]);
    return model.stages.flatMap((stage, index): Finding[] => {
      const { threshold, entry } = stage;
      const path = `stages[${index}]`;
      const found = (at: string, message: string, fix: string): Finding[] => [
        {
          path: at,
          severity: "warning",
          code,
          message: `stage "${stage.id}" cannot be reached: ${message}`,
          fix,
        },
      ];
      const nameOf = (id: string | undefined) => (id === undefined ? "the total" : `the score "${id}"`);
      if (threshold !== undefined && known.has(threshold.of)) {
        const { of, atLeast } = threshold;
        const [, highest] = facts.boundsOf(of);
        if (atLeast > highest) {
          const message = `it opens at ${atLeast}, and ${nameOf(of)} is never above its maximum of ${highest}`;
          return found(`${path}.threshold.atLeast`, message, "Lower the threshold or raise the maximum.");
        }
        if (atLeast > reach.of(of)) {
          const message = `it opens at ${atLeast}, and the rules can bring ${nameOf(of)} to ${reach.of(of)} at most`;
          const fix =
            "Lower the threshold, or let rules pay more; without that only a manual adjustment opens it.";
          return found(`${path}.threshold.atLeast`, message, fix);
        }
      }
      if (entry === undefined) return [];
      const { conflict, domains } = analysis.solution(entry, `${path}.entry`);
      if (conflict !== null) return [];
      if (threshold !== undefined) {
        const asked = domains.get(scoreKey(threshold.of));
        const opened = anything("", path, { isNumber: true, lowest: threshold.atLeast });
        if (asked !== undefined && !narrow(opened, asked)) {
          const message = `its threshold needs ${nameOf(threshold.of)} at ${threshold.atLeast}, and its entry wants less`;
          return found(asked.path, message, "Let the entry allow the scores at which the stage opens.");
        }
      }
      for (const id of known) {
        const asked = domains.get(scoreKey(id));
        if (asked === undefined || asked.lowest <= reach.of(id)) continue;
        const message = `its entry asks for ${asked.lowest}, and the rules can bring ${nameOf(id)} to ${reach.of(id)} at most`;
        return found(asked.path, message, "Ask for less, or let rules pay more.");
      }
      return [];
    });
  },
};
