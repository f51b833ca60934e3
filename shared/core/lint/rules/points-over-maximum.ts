import type { Model } from "../../../schema/model.ts";
import type { Rule } from "../../../schema/rule.ts";
import type { Finding, LintRule } from "../finding.ts";
import { counted } from "../words.ts";

const code = "points_over_maximum";

/** A single rule that pays more than its score, or its group, can hold. */
export const pointsOverMaximum: LintRule = {
  code,
  description: "One rule alone pays more than its score or its group can hold.",
  check(model) {
    const scores = new Map(model.scores.map((score) => [score.id, score]));
    const groups = new Map((model.groups ?? []).map((group) => [group.id, group]));
    return model.rules.flatMap((rule, index): Finding[] => {
      const found = (path: string, points: number, limit: string, max: number): Finding => ({
        path: `rules[${index}].${path}`,
        severity: "warning",
        code,
        message: `rule "${rule.id}" pays ${counted(points, "point")} at once, and ${limit} holds ${max} at most: the rest counts only against points that others take away`,
        fix: `Pay ${max} or less, or raise the maximum of ${limit}.`,
      });
      const { path, points } = paymentOf(rule);
      const score = scores.get(rule.score);
      const limits = [
        ...(score?.max === undefined ? [] : [{ name: `the score "${score.id}"`, max: score.max }]),
        ...groupLimit(rule, groups),
      ];
      const broken = limits.find(({ max }) => points > max && points > 0);
      return broken === undefined ? [] : [found(path, points, broken.name, broken.max)];
    });
  },
};

/** The most that a rule pays at once, and the field that says so. */
function paymentOf(rule: Rule): { path: string; points: number } {
  switch (rule.type) {
    case "event":
    case "state":
      return { path: "points", points: rule.points };
    case "bands": {
      let best = 0;
      for (const [index, { points }] of rule.bands.entries()) {
        if (points > (rule.bands[best]?.points ?? 0)) best = index;
      }
      return { path: `bands[${best}].points`, points: rule.bands[best]?.points ?? 0 };
    }
    case "criteria":
      return { path: "pointsEach", points: rule.pointsEach * rule.criteria.length };
  }
}

function groupLimit(
  rule: Rule,
  groups: ReadonlyMap<string, NonNullable<Model["groups"]>[number]>,
): { name: string; max: number }[] {
  const group = rule.type === "event" && rule.group !== undefined ? groups.get(rule.group) : undefined;
  return group?.max === undefined ? [] : [{ name: `the group "${group.id}"`, max: group.max }];
}
