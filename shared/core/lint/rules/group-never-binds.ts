import type { EventRule } from "../../../schema/rule.ts";
import type { Finding, LintRule } from "../finding.ts";
import { isForLife } from "../reach.ts";

const code = "group_never_binds";

/** A group without rules, without limits, or with limits that its rules never reach. */
export const groupNeverBinds: LintRule = {
  code,
  description: "A group has no rules, or its limits are beyond all that its rules can do.",
  check(model) {
    const members = new Map<string, EventRule[]>((model.groups ?? []).map(({ id }) => [id, []]));
    for (const rule of model.rules) {
      if (rule.type === "event" && rule.group !== undefined) members.get(rule.group)?.push(rule);
    }
    return (model.groups ?? []).flatMap(({ id, min, max, decay }, index): Finding[] => {
      const path = `groups[${index}]`;
      const found = (at: string, message: string, fix: string): Finding => ({
        path: at,
        severity: "hint",
        code,
        message,
        fix,
      });
      const rules = members.get(id) ?? [];
      if (rules.length === 0) {
        return [
          found(
            path,
            `no rule is in the group "${id}"`,
            "Name the group in the rules that it is for, or take it out.",
          ),
        ];
      }
      if (min === undefined && max === undefined && decay === undefined) {
        return [
          found(
            path,
            `the group "${id}" has neither limits nor decay, so it changes nothing`,
            "Give it a min or a max, or take it out.",
          ),
        ];
      }
      const given = rules.filter(({ points }) => points > 0).reduce((sum, rule) => sum + mostInLife(rule), 0);
      const taken = rules.filter(({ points }) => points < 0).reduce((sum, rule) => sum + mostInLife(rule), 0);
      return [
        ...(max !== undefined && given <= max
          ? [
              found(
                `${path}.max`,
                `the rules of the group "${id}" pay ${given} at most, so its max of ${max} cuts nothing`,
                "Lower the max, or leave it out.",
              ),
            ]
          : []),
        ...(min !== undefined && taken >= min
          ? [
              found(
                `${path}.min`,
                `the rules of the group "${id}" take ${-taken} at most, so its min of ${min} stops nothing`,
                "Raise the min, or leave it out.",
              ),
            ]
          : []),
      ];
    });
  },
};

/** All points of a rule in a visitor's life, which only a cap for life limits. */
function mostInLife({ points, cap }: EventRule): number {
  return cap !== undefined && isForLife(cap) ? points * cap.times : points * Infinity;
}
