import fc from "fast-check";
import { expect, it } from "vitest";
import { totalChangesAt } from "../../shared/core/fading-total.ts";
import { dayMs, foldLog, readScores } from "../../shared/core/index.ts";
import type { Decay } from "../../shared/schema/rule.ts";
import { logArbitrary, modelArbitrary } from "./support/arbitraries.ts";
import { at, modelOf, pays } from "./support/boundary.ts";
import { compiled, settings } from "./support/property.ts";

const startMs = Date.UTC(2026, 10, 20, 10);

/** What is told of these points, beside those that stay: each time the day after the event, and the total. */
function tellings(points: number, decay: Decay | undefined, stays = 0): [day: number, total: number][] {
  const rules = [pays("fades", points, { ...(decay !== undefined && { decay }) }), pays("stays", stays)];
  const model = modelOf({ rules });
  const { state } = foldLog([at(startMs, "fades"), at(startMs, "stays")], model);
  const told: [number, number][] = [];
  let nextMs = totalChangesAt(state, model, startMs);
  for (; nextMs !== null; nextMs = totalChangesAt(state, model, nextMs))
    told.push([
      Math.floor(nextMs / dayMs) - Math.floor(startMs / dayMs),
      readScores(state, model, nextMs).total,
    ]);
  return told;
}

it("a total that does not fade is told once", () => {
  expect(tellings(60, undefined)).toEqual([]);
});

it("a total that ends is told again on that day, and never more", () => {
  expect(tellings(20, { curve: "step", days: 3 })).toEqual([[3, 0]]);
});

it("a total that fades slowly is told again by tenths, at last by points, until nothing is left", () => {
  const told = tellings(60, { curve: "half_life", halfLifeDays: 30 });
  expect(told.slice(0, 3)).toEqual([
    [5, 53],
    [10, 48],
    [13, 44],
  ]);
  expect(told.at(-1)).toEqual([told.at(-1)?.[0], 0]);
  expect(told.length).toBe(31);
});

it("what stays is told as it stays, though less than a tenth has gone", () => {
  expect(tellings(3, { curve: "linear", days: 30 }, 57)).toEqual([[26, 57]]);
});

it("what fades over ten years is found in a few hundred looks", () => {
  const told = tellings(2, { curve: "linear", days: 3_650 });
  expect(told.map(([, total]) => total)).toEqual([1, 0]);
  expect(told[0]?.[0]).toBeGreaterThanOrEqual(912);
  expect(told[0]?.[0]).toBeLessThan(912 * 1.03);
});

it("between two tellings the total is within a tenth of what was told, and in the end it is what was told", () => {
  fc.assert(
    fc.property(modelArbitrary, logArbitrary, (source, log) => {
      const model = compiled(source);
      const { state } = foldLog(log, model);
      const totalAt = (nowMs: number) => readScores(state, model, nowMs).total;
      const nowMs = state.last?.atMs ?? 0;
      const nextMs = totalChangesAt(state, model, nowMs);
      const told = totalAt(nowMs);
      const daysLeft = nextMs === null ? 40 : Math.min(40, nextMs / dayMs - Math.floor(nowMs / dayMs) - 1);
      for (let day = 1; day <= daysLeft; day += 1) {
        const total = totalAt((Math.floor(nowMs / dayMs) + day) * dayMs);
        expect(Math.abs(total - told)).toBeLessThanOrEqual(Math.floor(Math.abs(told) / 10));
      }
      if (nextMs === null) expect(totalAt(nowMs + 4_000 * dayMs)).toBe(told);
      else expect(nextMs).toBeGreaterThan(nowMs);
    }),
    settings,
  );
});
