import type { Rule } from "../../../schema/rule.ts";
import { canonicalJson } from "../../canonical-json.ts";
import { keyOf } from "../condition/normal-form.ts";
import type { LintRule } from "../finding.ts";

const code = "duplicate_rule";

/** Two rules that pay for the same thing into the same score. */
export const duplicateRule: LintRule = {
  code,
  description: "Two rules have the same condition and the same score, so that one thing is paid twice.",
  check(model) {
    const first = new Map<string, { index: number; rule: Rule }>();
    return model.rules.flatMap((rule, index) => {
      const key = [rule.type, rule.score, rule.segment ?? "", askedBy(rule)].join("|");
      const earlier = first.get(key);
      if (earlier === undefined) {
        first.set(key, { index, rule });
        return [];
      }
      // The first time more, each time a little: with other limits it may well be meant.
      const isSame = limitsOf(rule) === limitsOf(earlier.rule);
      return {
        path: `rules[${index}]`,
        severity: isSame ? ("warning" as const) : ("hint" as const),
        code,
        message: `rule "${rule.id}" pays for the same as rule "${earlier.rule.id}" (rules[${earlier.index}]), into the same score${isSame ? "" : ", with another cap, group or decay"}`,
        fix: "Take one of them out, and let the other pay the points of both if that is meant.",
      };
    });
  },
};

/** What a rule pays for. */
function askedBy(rule: Rule): string {
  switch (rule.type) {
    case "event":
      return keyOf(rule.when);
    case "state":
      return keyOf(rule.while);
    case "bands":
      return canonicalJson([rule.trait, rule.bands.map(({ in: list, from, to }) => ({ list, from, to }))]);
    case "criteria":
      return rule.criteria
        .map((criterion) => keyOf(criterion.while))
        .sort()
        .join(",");
  }
}

function limitsOf(rule: Rule): string {
  return rule.type === "event" ? canonicalJson([rule.cap, rule.group, rule.decay]) : "";
}
