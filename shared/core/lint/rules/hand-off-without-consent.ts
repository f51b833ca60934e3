import type { Condition } from "../../../schema/condition.ts";
import { everyTest } from "../condition/every-test.ts";
import type { LintRule } from "../finding.ts";

const code = "hand_off_without_consent";

/** A hand-off that leaves whatever the visitor said about consent. */
export const handOffWithoutConsent: LintRule = {
  code,
  description: "A hand-off leaves without anything on its way asking for consent.",
  check(model) {
    const conditions = new Map<string, Condition>();
    for (const { id, while: holds } of model.segments ?? []) conditions.set(`segment:${id}`, holds);
    for (const { id, entry } of model.stages) if (entry !== undefined) conditions.set(`stage:${id}`, entry);
    const answers = new Map<string, boolean>();

    const asks = (condition: Condition | undefined): boolean =>
      condition !== undefined &&
      everyTest(condition, "").some(({ test }) => {
        if (test.test === "consent") return true;
        if (test.test === "segment") return [test.is].flat().some((id) => asksNamed(`segment:${id}`));
        return test.test === "stage" && asksNamed(`stage:${test.is ?? test.atLeast ?? ""}`);
      });
    /** Each name is looked up once; one that leads back to itself asks nothing. */
    const asksNamed = (name: string): boolean => {
      const known = answers.get(name);
      if (known !== undefined) return known;
      answers.set(name, false);
      const answer = asks(conditions.get(name));
      answers.set(name, answer);
      return answer;
    };

    return (model.handOffs ?? []).flatMap(({ id, trigger, condition }, index) => {
      const isAsked =
        asks(condition) ||
        (trigger.on === "event" ? asks(trigger.when) : asksNamed(`stage:${trigger.stage}`));
      return isAsked
        ? []
        : {
            path: `handOffs[${index}]`,
            severity: "hint",
            code,
            message: `hand-off "${id}" leaves without consent being asked for anywhere: neither its trigger nor its condition tests it`,
            fix: 'Add "condition": {"test": "consent", "is": "granted"}, unless another ground allows it.',
          };
    });
  },
};
