import fc from "fast-check";
import { expect, it } from "vitest";
import {
  countAfter,
  latestTimes,
  noTimes,
  sumAfter,
  withAmount,
} from "../../../shared/core/behaviour/time-blocks.ts";
import { noValues, valuesAfter, withValue } from "../../../shared/core/behaviour/value-buckets.ts";
import { settings } from "../support/property.ts";

const windowMs = 1_000;
const gap = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0, max: 4 }) },
  fc.integer({ min: 0, max: 2_000 }),
);
const amount = fc.oneof(
  { weight: 300, arbitrary: fc.integer({ min: -9, max: 9 }) },
  fc.constantFrom(0.1, 0.2, 1e300, -1e300, 2 ** 53, -0),
);
const many = { minLength: 0, maxLength: 1_500, size: "max" as const };
const few: typeof settings = { ...settings, numRuns: Math.ceil((settings.numRuns ?? 1) / 5) };

it("sums and counts of a window are what adding and counting one by one gives, to the last bit", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(gap, amount), many), fc.integer({ min: 0, max: 1_500 }), (log, idleMs) => {
      let blocks = noTimes;
      let atMs = 0;
      const all: [atMs: number, amount: number][] = [];
      for (const [gapMs, added] of log) {
        atMs += gapMs;
        blocks = withAmount(blocks, atMs, added, atMs - windowMs);
        all.push([atMs, added]);
      }
      const sinceMs = atMs + idleMs - windowMs;
      const within = all.filter(([time]) => time > sinceMs);
      expect(countAfter(blocks, sinceMs)).toBe(within.length);
      expect(sumAfter(blocks, sinceMs)).toBe(within.reduce((sum, [, added]) => sum + added, 0));
      expect(Math.min(300, countAfter(latestTimes(blocks, 300), sinceMs))).toBe(Math.min(300, within.length));
    }),
    few,
  );
});

it("different values of a window are counted as one list of them would be", () => {
  const met = fc.tuple(gap, fc.oneof(fc.integer({ min: 0, max: 900 }), fc.constantFrom("1", "2", "a")));
  fc.assert(
    fc.property(fc.array(met, many), fc.integer({ min: 0, max: 1_500 }), (log, idleMs) => {
      const kept = 300;
      let buckets = noValues;
      let list: [value: string | number, atMs: number][] = [];
      let atMs = 0;
      for (const [gapMs, value] of log) {
        atMs += gapMs;
        buckets = withValue(buckets, value, atMs, kept);
        list = [
          ...list.filter(([known]) => known !== value),
          [value, atMs] as [string | number, number],
        ].slice(-kept);
      }
      const sinceMs = atMs + idleMs - windowMs;
      expect(valuesAfter(buckets, sinceMs)).toBe(list.filter(([, time]) => time > sinceMs).length);
    }),
    few,
  );
});
