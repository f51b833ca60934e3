import { describe, expect, it } from "vitest";
import { Analysis } from "../../../shared/core/lint/analysis.ts";
import { browserOnlySql } from "../../../shared/core/lint/rules/browser-only-sql.ts";
import { thresholdWithoutEffect } from "../../../shared/core/lint/rules/threshold-without-effect.ts";
import { unreachableStage } from "../../../shared/core/lint/rules/unreachable-stage.ts";
import type { Condition } from "../../../shared/schema/condition.ts";
import type { Model } from "../../../shared/schema/model.ts";
import type { Decay, EventRule } from "../../../shared/schema/rule.ts";
import { bandsRule, eventRule, modelWith, stateRule } from "./support/model.ts";

const lead: Condition = { test: "event", is: "generate_lead" };
const known: Condition = { test: "identity", is: "known" };

function most(more: Partial<Model>, reporter: "anyone" | "browser" = "anyone"): number {
  return new Analysis(modelWith(more)).reach(reporter).raw("intent");
}
function mostOf(rule: Partial<EventRule>, more: Partial<Model> = {}): number {
  return most({ rules: [eventRule("one", lead, rule)], ...more });
}

describe("what a score can reach", () => {
  it("has no limit without a cap, or with one that begins anew", () => {
    expect(mostOf({})).toBe(Infinity);
    expect(mostOf({ cap: { times: 1, withinDays: 30 } })).toBe(Infinity);
    expect(mostOf({ cap: { times: 1, per: "day" } })).toBe(Infinity);
    expect(mostOf({ cap: { times: 1, per: "session" }, decay: { curve: "step", days: 7 } })).toBe(Infinity);
  });

  it("is the points of all awards under a cap for life", () => {
    expect(mostOf({ cap: { times: 3 } })).toBe(30);
  });

  it("counts a rule about the person once, a table by its best band, and each criterion", () => {
    const rules: Model["rules"] = [
      stateRule("a", known),
      bandsRule([
        { from: 1, to: 9, points: 15 },
        { from: 10, points: 5 },
      ]),
      {
        id: "profile",
        type: "criteria",
        label: "Profile",
        score: "intent",
        pointsEach: 2,
        criteria: [known, lead, { all: [known, { not: known }] }].map((holds) => ({
          label: "x",
          while: holds,
        })),
      },
    ];
    expect(most({ rules })).toBe(10 + 15 + 4);
  });

  it("leaves out what takes points, and what can never pay", () => {
    const never: Condition = { all: [lead, { not: lead }] };
    expect(
      most({ rules: [stateRule("a", known), stateRule("b", lead, { points: -5 }), stateRule("c", never)] }),
    ).toBe(10);
  });

  it("is limited by a group from which nothing is taken", () => {
    const groups = [{ id: "g", label: "G", max: 25 }];
    expect(mostOf({ group: "g" }, { groups })).toBe(25);
    const taking = eventRule("two", lead, { group: "g", points: -5, score: "fit" });
    const scores = [...modelWith().scores, { id: "fit", label: "Fit" }];
    expect(most({ scores, groups, rules: [eventRule("one", lead, { group: "g" }), taking] })).toBe(Infinity);
    expect(
      most({ groups, rules: [eventRule("one", lead, { group: "g" }), { ...taking, score: "intent" }] }),
    ).toBe(25);
  });

  it.each<[string, Decay, number]>([
    ["a half-life of 30 days", { curve: "half_life", halfLifeDays: 30 }, 20],
    ["a line to 0 in 60 days", { curve: "linear", days: 60 }, 15],
    ["a step after 90 days", { curve: "step", days: 90 }, 30],
  ])("is limited by a cap of 10 points in 30 days together with %s", (_, decay, expected) => {
    const reach = mostOf({ cap: { times: 1, withinDays: 30 }, decay });
    expect(reach).toBeGreaterThanOrEqual(expected);
    expect(reach).toBeLessThanOrEqual(expected + 2);
  });

  it("has no such limit when points wait in quarantine and are released at once", () => {
    const decay: Decay = { curve: "step", days: 90 };
    expect(
      mostOf({ cap: { times: 1, withinDays: 30 }, decay }, { quarantine: { when: lead, release: known } }),
    ).toBe(Infinity);
  });

  it("is, of a browser alone, what browsers may earn and no server has to report", () => {
    const rules = [
      eventRule("form", lead),
      eventRule("open", { test: "event", is: "email_opened" }),
      stateRule("fit", known),
      stateRule("won", { test: "count", of: { all: [lead, { test: "source", is: "server" }] }, atLeast: 1 }),
    ];
    expect(most({ rules, scores: [{ id: "intent", label: "Intent", browserMax: 20 }] }, "browser")).toBe(30);
    expect(most({ rules: rules.slice(1) }, "browser")).toBe(10);
  });
});

describe("a stage that cannot be reached", () => {
  const [visitor, mql] = modelWith().stages as [Model["stages"][number], Model["stages"][number]];
  const why = (more: Partial<Model>) => unreachableStage.check(modelWith(more)).map(({ message }) => message);

  it("is told apart by what stands in the way: a maximum, the rules, or its own entry", () => {
    expect(why({ total: { max: 29 } })).toEqual([
      'stage "mql" cannot be reached: it opens at 30, and the total is never above its maximum of 29',
    ]);
    expect(why({ rules: [stateRule("one", known)] })).toEqual([
      'stage "mql" cannot be reached: it opens at 30, and the rules can bring the total to 10 at most',
    ]);
    expect(
      why({
        stages: [visitor, { ...mql, entry: { test: "score", of: "intent", atLeast: 20 } }],
        rules: [eventRule("one", lead, { cap: { times: 1 } })],
      }),
    ).toHaveLength(1);
  });

  it("is not one that is reached exactly", () => {
    expect(why({ total: { max: 30 } })).toEqual([]);
    expect(why({ rules: [eventRule("one", lead, { cap: { times: 3 } })] })).toEqual([]);
  });
});

describe("a stage that everybody has, or has for ever", () => {
  it("is told by the lowest value of its score", () => {
    const [visitor, mql] = modelWith().stages as [Model["stages"][number], Model["stages"][number]];
    const paths = (threshold: Model["stages"][number]["threshold"]) =>
      thresholdWithoutEffect
        .check(modelWith({ stages: [visitor, { ...mql, threshold }] }))
        .map(({ path }) => path);
    expect(paths({ atLeast: 0 })).toEqual(["stages[1].threshold.atLeast"]);
    expect(paths({ atLeast: 30, rearmBelow: 0 })).toEqual(["stages[1].threshold.rearmBelow"]);
    expect(paths({ atLeast: 30, rearmBelow: 1 })).toEqual([]);
  });
});

describe("the way of a browser alone to sales", () => {
  it("is looked for to the stage called sql, else to the furthest that is handed to sales", () => {
    const stage = (id: string) => ({ id, label: id, threshold: { atLeast: 10 } });
    const handOff = (id: string) =>
      ({ id, label: id, purpose: "sales", trigger: { on: "stage", stage: id } }) as const;
    const [visitor] = modelWith().stages as [Model["stages"][number]];
    const stages = [visitor, stage("a"), stage("b"), stage("c")];
    const paths = (more: Partial<Model>) =>
      browserOnlySql.check(modelWith({ stages, ...more })).map(({ path }) => path);
    expect(paths({ handOffs: [handOff("b"), handOff("a")] })).toEqual(["stages[2]"]);
    expect(paths({ stages: [visitor, stage("sql"), stage("b")], handOffs: [handOff("b")] })).toEqual([
      "stages[1]",
    ]);
    expect(paths({})).toEqual([]);
  });
});
