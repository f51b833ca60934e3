import { factsOf } from "../condition/demands.ts";
import type { Finding, LintRule } from "../finding.ts";

const code = "threshold_without_effect";

/** A threshold that every score meets, or below which none can fall. */
export const thresholdWithoutEffect: LintRule = {
  code,
  description: "Every score meets a stage's threshold, or none can fall below its rearmBelow.",
  check(model) {
    const facts = factsOf(model);
    return model.stages.flatMap(({ id, threshold, exit, entry }, index): Finding[] => {
      if (threshold === undefined) return [];
      const { of, atLeast, rearmBelow = atLeast } = threshold;
      const [lowest] = facts.boundsOf(of);
      const name = of === undefined ? "the total" : `the score "${of}"`;
      const path = `stages[${index}].threshold`;
      if (atLeast <= lowest) {
        const message = `${name} is never below ${lowest}, so the threshold of stage "${id}", ${atLeast}, keeps nobody out`;
        const fix =
          entry === undefined
            ? "Raise the threshold."
            : "Raise the threshold, or leave it out and let the entry decide.";
        return [{ path: `${path}.atLeast`, severity: "hint", code, message, fix }];
      }
      if (rearmBelow > lowest || exit !== undefined) return [];
      const message = `${name} is never below ${lowest}, so stage "${id}", once entered, is never left for a score below ${rearmBelow}`;
      const fix = `Set rearmBelow above ${lowest}, or leave it as it is if the stage is for ever.`;
      return [{ path: `${path}.rearmBelow`, severity: "hint", code, message, fix }];
    });
  },
};
