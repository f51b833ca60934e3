import { expect, it } from "vitest";
import type { Condition, EventCondition } from "../../../shared/schema/condition.ts";
import { at, holdsAt, modelOf, pays, paysLast, stageAfter, totalOf } from "../support/boundary.ts";

const lead: EventCondition = { test: "event", is: "lead" };
const times = (amount: number, name = "earn", source: "browser" | "server" = "browser") =>
  Array.from({ length: amount }, (_, index) => at(index, name, { source }));
const property = (more: object) => (amount: number) =>
  paysLast({ test: "property", name: "amount", ...more }, [at(0, "lead", { properties: { amount } })]);
const trait = (more: object) => (amount: number) =>
  paysLast({ test: "trait", name: "employees", ...more }, [at(0, "lead", { traits: { employees: amount } })]);
const counted = (condition: Condition) => (amount: number) => paysLast(condition, times(amount, "lead"));
const different = (condition: Condition) => (amount: number) =>
  paysLast(
    condition,
    Array.from({ length: amount }, (_, form) => at(form, "lead", { properties: { form } })),
  );
const score = (more: { atLeast?: number; lessThan?: number }) => (amount: number) =>
  holdsAt({ test: "score", ...more }, times(amount), amount, { rules: [pays("earn", 1)] });

const mql = modelOf({
  stages: [
    { id: "visitor", label: "Visitor" },
    { id: "mql", label: "MQL", threshold: { atLeast: 30, rearmBelow: 20 } },
  ],
});
const bounded = modelOf({ scores: [{ id: "x", label: "x", min: -3, max: 30 }] });
const total = modelOf({ total: { min: -3, max: 30 } });
const ofBrowser = modelOf({ scores: [{ id: "x", label: "x", browserMax: 30 }] });
const group = modelOf({
  groups: [{ id: "g", label: "g", min: -3, max: 30 }],
  rules: [pays("earn", 1, { group: "g" }), pays("lose", -1, { group: "g" })],
});
const capped = modelOf({ rules: [pays("earn", 1, { cap: { times: 3 } })] });
const bands = modelOf({
  rules: [
    {
      id: "size",
      type: "bands",
      label: "Size",
      score: "x",
      trait: "employees",
      bands: [
        { from: 30, to: 40, points: 7 },
        { from: 41, points: 9 },
      ],
    },
  ],
});
const inBand = (employees: number) => totalOf([at(0, "identify", { traits: { employees } })], bands);

it.each([
  ["a stage is entered", 30, (n: number) => stageAfter(times(n), mql), ["visitor", "mql", "mql"]],
  [
    "a stage is kept",
    20,
    (n: number) =>
      stageAfter([...times(30), ...times(30 - n, "lose").map((one) => ({ ...one, atMs: 99 }))], mql),
    ["visitor", "mql", "mql"],
  ],
  ["a score is at least", 30, score({ atLeast: 30 }), [false, true, true]],
  ["a score is less than", 30, score({ lessThan: 30 }), [true, false, false]],
  ["a property is at least", 30, property({ atLeast: 30 }), [false, true, true]],
  ["a property is more than", 30, property({ moreThan: 30 }), [false, false, true]],
  ["a property is at most", 30, property({ atMost: 30 }), [true, true, false]],
  ["a property is less than", 30, property({ lessThan: 30 }), [true, false, false]],
  ["a trait is at least", 500, trait({ atLeast: 500 }), [false, true, true]],
  ["a trait is more than", 500, trait({ moreThan: 500 }), [false, false, true]],
  ["a trait is at most", 500, trait({ atMost: 500 }), [true, true, false]],
  ["a trait is less than", 500, trait({ lessThan: 500 }), [true, false, false]],
  ["a count is at least", 3, counted({ test: "count", of: lead, atLeast: 3 }), [false, true, true]],
  ["a count is at most", 3, counted({ test: "count", of: lead, atMost: 3 }), [true, true, false]],
  [
    "a count in a window is at least",
    3,
    counted({ test: "count", of: lead, withinDays: 1, atLeast: 3 }),
    [false, true, true],
  ],
  [
    "a count in a window is at most",
    3,
    counted({ test: "count", of: lead, withinDays: 1, atMost: 3 }),
    [true, true, false],
  ],
  [
    "different values are at least",
    3,
    different({ test: "distinct", of: lead, by: "property", property: "form", atLeast: 3 }),
    [false, true, true],
  ],
  [
    "different values are at most",
    3,
    different({ test: "distinct", of: lead, by: "property", property: "form", atMost: 3 }),
    [true, true, false],
  ],
  [
    "a sum is at least",
    30,
    (n: number) =>
      paysLast({ test: "sum", of: lead, property: "seats", atLeast: 30 }, [
        at(0, "lead", { properties: { seats: 20 } }),
        at(1, "lead", { properties: { seats: n - 20 } }),
      ]),
    [false, true, true],
  ],
  [
    "a sum is at most",
    30,
    (n: number) =>
      paysLast({ test: "sum", of: lead, property: "seats", atMost: 30 }, [
        at(0, "lead", { properties: { seats: 20 } }),
        at(1, "lead", { properties: { seats: n - 20 } }),
      ]),
    [true, true, false],
  ],
  ["a cap for life", 3, (n: number) => totalOf(times(n), capped), [2, 3, 3]],
  ["the highest value of a score", 30, (n: number) => totalOf(times(n), bounded), [29, 30, 30]],
  ["the lowest value of a score", 3, (n: number) => totalOf(times(n, "lose"), bounded), [-2, -3, -3]],
  ["the highest total", 30, (n: number) => totalOf(times(n), total), [29, 30, 30]],
  [
    "the lowest total",
    3,
    (n: number) =>
      totalOf(times(n, "lose"), modelOf({ scores: [{ id: "x", label: "x", min: -9 }], total: { min: -3 } })),
    [-2, -3, -3],
  ],
  ["what a browser may earn", 30, (n: number) => totalOf(times(n), ofBrowser), [29, 30, 30]],
  [
    "what a server may report",
    30,
    (n: number) => totalOf(times(n, "earn", "server"), ofBrowser),
    [29, 30, 31],
  ],
  ["what a group pays", 30, (n: number) => totalOf(times(n), group), [29, 30, 30]],
  ["what a group takes", 3, (n: number) => totalOf(times(n, "lose"), group), [-2, -3, -3]],
  ["the beginning of a band", 30, inBand, [0, 7, 7]],
  ["the end of a band", 40, inBand, [7, 7, 9]],
] as const)(
  "%s at one below %d, at it and at one above",
  (_name, edge, ask: (amount: number) => unknown, expected) => {
    expect([edge - 1, edge, edge + 1].map(ask)).toEqual(expected);
  },
);
