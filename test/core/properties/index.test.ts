import fc from "fast-check";
import { expect, it } from "vitest";
import { foldLog } from "../../../shared/core/index.ts";
import type { Condition } from "../../../shared/schema/condition.ts";
import type { Model } from "../../../shared/schema/model.ts";
import { compiled, settings } from "../support/property.ts";
import { richConditionArbitrary, richLogArbitrary } from "../support/rich-arbitraries.ts";

function modelOf(conditions: readonly Condition[]): Model {
  return {
    name: "generated",
    scores: [{ id: "x", label: "x" }],
    stages: [{ id: "visitor", label: "Visitor" }],
    rules: conditions.map((when, index) => ({
      id: `r${index}`,
      type: "event",
      label: "rule",
      score: "x",
      points: 1,
      when,
    })),
  };
}

it("the index of rules finds what asking every rule finds", () => {
  const conditions = fc.array(richConditionArbitrary, { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(conditions, richLogArbitrary, (rules, log) => {
      // What is denied twice says nothing that an index could use, and so is asked of each event.
      const asked = rules.map((condition) => ({ not: { not: condition } }));
      const [indexed, looped] = [rules, asked].map((list) => foldLog(log, compiled(modelOf(list))).effects);
      expect(indexed).toEqual(looped);
    }),
    settings,
  );
});
