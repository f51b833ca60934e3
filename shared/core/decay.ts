import type { Decay } from "../schema/rule.ts";
import { dayMs } from "./day.ts";

const one = 2 ** 20;
const hourMs = 3_600_000;
/** Half-lives below this are counted by the hour: a day would be too coarse. */
const hourlyBelowDays = 3;

/** A curve ready to weigh with: whole numbers, so that every replica gets the same sum. */
export interface Weights {
  /** Length of a bucket, milliseconds: a UTC day or an hour. */
  bucketMs: number;
  /** Weight by age in buckets, in 2^-20; nothing is left after the last one. */
  table: readonly number[];
}

/**
 * The fixed-point weights of a decay: `w[k] = round(2^20 · curve(k))` for an age of k buckets.
 *
 * Half-life: `2^(-k/h)`. Linear: `1 - k/d`. Step: 1 before d, then 0.
 */
export function weightsOf(decay: Decay): Weights {
  switch (decay.curve) {
    case "half_life": {
      const isHourly = decay.halfLifeDays < hourlyBelowDays;
      const halfLife = decay.halfLifeDays * (isHourly ? 24 : 1);
      const table: number[] = [];
      for (let age = 0; ; age += 1) {
        const weight = Math.round(one * 2 ** (-age / halfLife));
        if (weight === 0) break;
        table.push(weight);
      }
      return { bucketMs: isHourly ? hourMs : dayMs, table };
    }
    case "linear":
      return {
        bucketMs: dayMs,
        table: Array.from({ length: decay.days }, (_, age) => Math.round(one * (1 - age / decay.days))),
      };
    case "step":
      return { bucketMs: dayMs, table: Array.from({ length: decay.days }, () => one) };
  }
}

/**
 * Sums buckets by their weight. The sum is rounded once, half up.
 *
 * @param buckets Flat: bucket, points, bucket, points, ...
 */
export function weigh(buckets: readonly number[], { bucketMs, table }: Weights, nowMs: number): number {
  const now = Math.floor(nowMs / bucketMs);
  let sum = 0;
  for (let index = 0; index < buckets.length; index += 2) {
    const age = Math.max(0, now - (buckets[index] ?? 0));
    sum += (buckets[index + 1] ?? 0) * (table[age] ?? 0);
  }
  return Math.floor(sum / one + 0.5);
}

/** Adds points to the bucket of a moment, which is not before the last one, and drops buckets that weigh nothing any more. */
export function addToBuckets(
  buckets: readonly number[],
  { bucketMs, table }: Weights,
  atMs: number,
  points: number,
): number[] {
  const bucket = Math.floor(atMs / bucketMs);
  let from = 0;
  while (from < buckets.length && bucket - (buckets[from] ?? 0) >= table.length) from += 2;
  const kept = buckets.slice(from);
  const last = kept.length - 2;
  if (last >= 0 && kept[last] === bucket) kept[last + 1] = (kept[last + 1] ?? 0) + points;
  else kept.push(bucket, points);
  return kept;
}
