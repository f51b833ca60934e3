import type { Model } from "../../../schema/model.ts";
import { Analysis } from "../analysis.ts";
import { scoreKey } from "../condition/demands.ts";
import { needsServer } from "../condition/solve.ts";
import type { LintRule } from "../finding.ts";

const code = "browser_only_sql";

/** The stage at which sales steps in: the one called sql, else the furthest that is handed to sales. */
function salesStage(model: Model): number {
  const named = model.stages.findIndex(({ id }) => id === "sql");
  if (named >= 0) return named;
  const handed = new Set<string>();
  for (const { purpose, trigger } of model.handOffs ?? []) {
    if (purpose === "sales" && trigger.on === "stage") handed.add(trigger.stage);
  }
  return model.stages.reduce((furthest, { id }, index) => (handed.has(id) ? index : furthest), -1);
}

/** Anybody can send a site's events with a script; a server's word cannot be made up. */
export const browserOnlySql: LintRule = {
  code,
  description:
    "Events from browsers alone, which anybody can make up, lead to the stage that sales works on.",
  check(model, analysis = new Analysis(model)) {
    const index = salesStage(model);
    const stage = model.stages[index];
    if (stage === undefined || index === 0) return [];
    const { id, threshold, entry } = stage;
    const reach = analysis.reach("browser");
    if (threshold !== undefined && reach.of(threshold.of) < threshold.atLeast) return [];
    if (entry !== undefined) {
      const solution = analysis.solution(entry, `stages[${index}].entry`);
      if (solution.conflict !== null || needsServer(solution)) return [];
      const ids = [undefined, ...model.scores.map((score) => score.id)];
      if (ids.some((score) => (solution.domains.get(scoreKey(score))?.lowest ?? -Infinity) > reach.of(score)))
        return [];
    }
    const points =
      threshold === undefined
        ? "asks for nothing that a server reports"
        : `opens at ${threshold.atLeast}, and events from a browser alone can bring ${threshold.of === undefined ? "the total" : `the score "${threshold.of}"`} to ${reach.of(threshold.of)}`;
    return [
      {
        path: `stages[${index}]`,
        severity: "warning",
        code,
        message: `stage "${id}" ${points}: a script could fake its way to sales`,
        fix: "Set browserMax on the scores, or let the entry ask for something that only a server reports.",
      },
    ];
  },
};
