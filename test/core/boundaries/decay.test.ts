import { expect, it } from "vitest";
import { dayMs } from "../../../shared/core/index.ts";
import type { Decay } from "../../../shared/schema/rule.ts";
import { at, modelOf, pays, totalOf } from "../support/boundary.ts";

/** Midnight in UTC, at which ages in whole days begin. */
const startMs = Date.UTC(2026, 10, 20);

/** What is left of 1,000 points a millisecond before an age, at it and a millisecond after. */
function left(decay: Decay, ageMs: number): number[] {
  const model = modelOf({ rules: [pays("earn", 1000, { decay })], total: { max: 10_000 } });
  return [-1, 0, 1].map((more) => totalOf([at(startMs)], model, startMs + ageMs + more));
}

it.each([1, 2, 3, 30, 3650])("a half-life of %d days leaves all, a half, a quarter", (halfLifeDays) => {
  const decay: Decay = { curve: "half_life", halfLifeDays };
  // Age is counted in hours when the half-life is below three days, else in days.
  const units = halfLifeDays * (halfLifeDays < 3 ? 24 : 1);
  const before = (points: number) => Math.round(points * 2 ** (1 / units));
  expect(left(decay, 0)).toEqual([1000, 1000, 1000]);
  expect(left(decay, halfLifeDays * dayMs)).toEqual([before(500), 500, 500]);
  expect(left(decay, 2 * halfLifeDays * dayMs)).toEqual([before(250), 250, 250]);
});

it("a half-life leaves nothing in the end, and then stays at nothing", () => {
  const decay: Decay = { curve: "half_life", halfLifeDays: 1 };
  expect(left(decay, 100 * dayMs)).toEqual([0, 0, 0]);
});

it("points that fade linearly are gone on the last day, and not before", () => {
  const decay: Decay = { curve: "linear", days: 10 };
  expect(left(decay, 0)).toEqual([1000, 1000, 1000]);
  expect(left(decay, dayMs)).toEqual([1000, 900, 900]);
  expect(left(decay, 10 * dayMs)).toEqual([100, 0, 0]);
});

it("points that expire are whole until the last day, and then gone", () => {
  expect(left({ curve: "step", days: 10 }, 10 * dayMs)).toEqual([1000, 0, 0]);
  expect(left({ curve: "step", days: 1 }, dayMs)).toEqual([1000, 0, 0]);
});

it("age is counted in UTC days from the event's own day, whatever its hour", () => {
  const model = modelOf({ rules: [pays("earn", 1000, { decay: { curve: "step", days: 1 } })] });
  const lateMs = startMs + dayMs - 1;
  expect([lateMs, lateMs + 1].map((nowMs) => totalOf([at(lateMs)], model, nowMs))).toEqual([1000, 0]);
});
