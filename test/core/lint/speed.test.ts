import { describe, expect, it } from "vitest";
import { lint } from "../../../shared/core/lint/index.ts";
import type { Condition } from "../../../shared/schema/condition.ts";
import type { Model } from "../../../shared/schema/model.ts";
import { banner, bandsRule, eventRule, modelWith, stateRule } from "./support/model.ts";

/** Milliseconds of processor that the linter takes, the fewest of three: what else runs on the machine does not count. */
function timeOf(model: Model): number {
  const times = Array.from({ length: 3 }, () => {
    const start = process.cpuUsage();
    lint(model);
    return process.cpuUsage(start).user / 1_000;
  });
  return Math.min(...times);
}

function manyRules(count: number): Model {
  return modelWith({
    groups: [{ id: "g", label: "G", max: 50 }],
    rules: Array.from({ length: count }, (_, index) => {
      const name = `event_${index % 500}`;
      const when: Condition = {
        all: [
          { test: "event", is: index % 7 === 0 ? "generate_lead" : name },
          { test: "property", name: `field_${index}`, atLeast: index, atMost: index + (index % 11) - 1 },
          {
            any: [
              { test: "page_kind", is: "pricing" },
              { test: "path", prefix: `/p/${index}` },
            ],
          },
          { test: "trait", name: `trait_${index}`, in: ["a", "b", index] },
          { test: "count", of: { test: "event", is: name }, atLeast: 2, withinDays: 30 },
        ],
      };
      if (index % 10 === 0)
        return bandsRule(
          [
            { to: index, points: 1 },
            { from: index, points: 2 },
          ],
          { id: `r${index}`, trait: `trait_${index}` },
        );
      if (index % 10 === 1)
        return stateRule(`r${index}`, { test: "trait", name: `trait_${index}`, exists: true });
      return eventRule(`r${index}`, when, {
        label: { en: "Rule", tr: "Kural" },
        cap: { times: 2 },
        ...(index % 3 === 0 && { group: "g" }),
      });
    }),
  });
}

describe("the linter's time", () => {
  it("follows the number of rules, not its square", () => {
    timeOf(manyRules(500));
    expect(timeOf(manyRules(10_000)) / timeOf(manyRules(1_000))).toBeLessThan(40);
  });

  it("follows the size where everything meets: bands of one value, a condition of thousands, actions of one place", () => {
    timeOf(crowded(500));
    expect(timeOf(crowded(20_000)) / timeOf(crowded(2_000))).toBeLessThan(40);
  });
});

/** A model in which everything meets everything. */
function crowded(size: number): Model {
  const names = Array.from({ length: size }, (_, index) => `event_${index}`);
  const bands = Array.from({ length: 100 }, (_, index) => ({
    in: [...names.slice(0, size / 100), index],
    points: 1,
  }));
  const branches = names.map((is): Condition => ({ not: { test: "event", is } }));
  return modelWith({
    rules: [
      bandsRule(bands),
      eventRule("any", { any: names.map((is) => ({ test: "event", is })) }),
      eventRule("none", { all: [...branches, { test: "event", is: names }] }),
    ],
    actions: Array.from({ length: size / 20 }, (_, index) =>
      banner(`a${index}`, {
        all: [
          { test: "identity", is: "known" },
          { test: "trait", name: "age", atLeast: index },
        ],
      }),
    ),
  });
}
