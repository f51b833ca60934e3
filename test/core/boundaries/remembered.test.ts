import { describe, expect, it } from "vitest";
import { dayMs, foldLog, readScores, stageId } from "../../../shared/core/index.ts";
import { at, modelOf, pays, totalOf } from "../support/boundary.ts";

const inOrder = (names: readonly string[]) => names.map((name, index) => at(index, name));

describe("a threshold of 30, re-armed below 20", () => {
  const model = modelOf({
    stages: [
      { id: "visitor", label: "Visitor" },
      { id: "mql", label: "MQL", threshold: { atLeast: 30, rearmBelow: 20 } },
    ],
    handOffs: [{ id: "sales", label: "Sales", purpose: "sales", trigger: { on: "stage", stage: "mql" } }],
  });
  const visit = (names: readonly string[]) => {
    const { state, effects } = foldLog(inOrder(names), model);
    return {
      total: readScores(state, model, 1e12).total,
      stage: stageId(state, model, 1e12),
      handOffs: effects.filter(({ type }) => type === "hand_off").length,
    };
  };

  it("is not reached at 29, is at 30 and stays at 31, with one hand-off", () => {
    expect(visit(["big"])).toEqual({ total: 29, stage: "visitor", handOffs: 0 });
    expect(visit(["big", "earn"])).toEqual({ total: 30, stage: "mql", handOffs: 1 });
    expect(visit(["big", "earn", "earn"])).toEqual({ total: 31, stage: "mql", handOffs: 1 });
  });

  it("is kept at 21 and at 20, and left at 19", () => {
    expect(visit(["big", "earn", "earn", "drop"])).toEqual({ total: 21, stage: "mql", handOffs: 1 });
    expect(visit(["big", "earn", "drop"])).toEqual({ total: 20, stage: "mql", handOffs: 1 });
    expect(visit(["big", "earn", "drop", "lose"])).toEqual({ total: 19, stage: "visitor", handOffs: 1 });
  });

  it("hands off again only after it was left", () => {
    expect(visit(["big", "earn", "lose", "earn"]).handOffs).toBe(1);
    expect(visit(["big", "earn", "drop", "lose", "big"]).handOffs).toBe(2);
  });
});

describe("a cap of two in three days", () => {
  const capped = modelOf({ rules: [pays("earn", 1, { cap: { times: 2, withinDays: 3 } })] });
  const total = (times: readonly number[]) =>
    totalOf(
      times.map((atMs) => at(atMs)),
      capped,
    );

  it("withholds the third until the first is three days old, to the millisecond", () => {
    expect(total([0, 1, 3 * dayMs - 1])).toBe(2);
    expect(total([0, 1, 3 * dayMs])).toBe(3);
    expect(total([0, 1, 3 * dayMs, 3 * dayMs])).toBe(3);
    expect(total([0, 1, 3 * dayMs, 3 * dayMs + 1])).toBe(4);
  });

  it("counts awards, not events: what was withheld does not push the window on", () => {
    expect(total([0, 1, 2 * dayMs, 3 * dayMs])).toBe(3);
  });
});

describe("a hand-off of very many in three days", () => {
  const times = 300;
  const model = modelOf({
    handOffs: [
      {
        id: "sales",
        label: "Sales",
        purpose: "sales",
        trigger: { on: "event", when: { test: "event", is: "earn" } },
        cap: { times, withinDays: 3 },
      },
    ],
  });
  const handOffs = (moments: readonly number[]) =>
    foldLog(
      moments.map((atMs) => at(atMs)),
      model,
    ).effects.filter(({ type }) => type === "hand_off").length;
  const burst = Array.from({ length: times + 1 }, (_, index) => index);

  it("withholds the one too many until the first is three days old, to the millisecond", () => {
    expect(handOffs(burst.slice(0, 1))).toBe(1);
    expect(handOffs(burst)).toBe(times);
    expect(handOffs([...burst, 3 * dayMs - 1])).toBe(times);
    expect(handOffs([...burst, 3 * dayMs])).toBe(times + 1);
  });
});

describe("two counts that differ in the case of a property's name", () => {
  const asking = (id: string, name: string) =>
    pays(id, 1, {
      when: {
        test: "count",
        of: {
          all: [
            { test: "event", is: "earn" },
            { test: "property", name, equals: "a" },
          ],
        },
        atLeast: 1,
      },
    });
  const upper = asking("upper", "Form");
  const lower = asking("lower", "form");
  const log = [at(0, "earn", { properties: { form: "a" } })];

  it("are two, as the property is: each counts its own, in either order", () => {
    for (const rules of [
      [upper, lower],
      [lower, upper],
    ]) {
      const { effects } = foldLog(log, modelOf({ rules }));
      expect(effects).toMatchObject([{ type: "award", rule: rules.indexOf(lower), points: 1 }]);
    }
  });
});

describe("bounds", () => {
  const bounded = modelOf({ scores: [{ id: "x", label: "x", min: 0, max: 30 }] });

  it("apply when the score is read: what is beyond them is remembered", () => {
    expect(totalOf(inOrder(["lose", "lose", "earn"]), bounded)).toBe(0);
    expect(totalOf(inOrder(["lose", "earn", "earn"]), bounded)).toBe(1);
    expect(totalOf(inOrder(["big", "earn", "earn", "lose"]), bounded)).toBe(30);
  });
});
