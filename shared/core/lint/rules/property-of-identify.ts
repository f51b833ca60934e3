import type { Condition } from "../../../schema/condition.ts";
import { Analysis } from "../analysis.ts";
import { everyTest } from "../condition/every-test.ts";
import type { LintRule } from "../finding.ts";

const code = "property_of_identify";

/** Calls that carry traits or ids and, by Segment's specification, no properties. */
const withoutProperties = new Set<unknown>(["identify", "alias"]);

/** A property asked of an event that tells traits instead. */
export const propertyOfIdentify: LintRule = {
  code,
  description: "A property is asked of identify or alias, which carry none.",
  check(model, analysis = new Analysis(model)) {
    return analysis.places.flatMap(({ owner, condition, path }) => {
      if (!mentionsThem(condition)) return [];
      const { domains } = analysis.solution(condition, path);
      const events = domains.get("event")?.only;
      if (
        events === undefined ||
        events === null ||
        ![...events].every((name) => withoutProperties.has(name))
      )
        return [];
      return [...domains].flatMap(([key, { presence, path: at, what }]) =>
        key.startsWith("property:") && presence === true
          ? {
              path: at,
              severity: "warning" as const,
              code,
              message: `${owner} asks for ${what} of ${[...events].join(" or ")}, a call that carries no properties`,
              fix: 'Ask for the trait instead: {"test": "trait", ...}.',
            }
          : [],
      );
    });
  },
};

/** Whether a condition names one of these calls at all: few do, and only those are worth solving. */
function mentionsThem(condition: Condition): boolean {
  return everyTest(condition, "").some(
    ({ test }) => test.test === "event" && [test.is].flat().some((name) => withoutProperties.has(name)),
  );
}
