import { bucketOf } from "../hash.ts";

/** A value, and when it was last met. */
export type MetValue = readonly [value: string | number, atMs: number];

/**
 * Very many values, each in the bucket of its hash, and in a bucket the one that was met longest ago
 * first: only a bucket is looked through and copied to note one. Plain JSON.
 */
export type ValueBuckets = readonly (readonly MetValue[])[];

const bucketCount = 256;
/** No values. */
export const noValues: ValueBuckets = Array.from({ length: bucketCount }, () => []);

/**
 * Notes that a value was met, not before the others.
 *
 * @param kept How many values are remembered, the latest ones.
 */
export function withValue(
  buckets: ValueBuckets,
  value: string | number,
  atMs: number,
  kept: number,
): ValueBuckets {
  const next = buckets.slice();
  const bucket = bucketOf(`${typeof value} ${value}`, bucketCount);
  const others = (next[bucket] ?? []).filter(([known]) => known !== value);
  next[bucket] = [...others, [value, atMs]];
  if (countIn(next) <= kept) return next;
  const oldest = oldestIn(next);
  next[oldest] = (next[oldest] ?? []).slice(1);
  return next;
}

/** How many values were met after a moment. */
export function valuesAfter(buckets: ValueBuckets, sinceMs: number): number {
  let count = 0;
  for (const bucket of buckets) count += bucket.length - outdatedIn(bucket, sinceMs);
  return count;
}

function countIn(buckets: ValueBuckets): number {
  let count = 0;
  for (const bucket of buckets) count += bucket.length;
  return count;
}

/** The bucket of a value that was met longest ago. Of several it does not matter which: their times are the same. */
function oldestIn(buckets: ValueBuckets): number {
  let oldest = 0;
  let oldestMs = Number.POSITIVE_INFINITY;
  for (const [bucket, values] of buckets.entries()) {
    const atMs = values[0]?.[1] ?? Number.POSITIVE_INFINITY;
    if (atMs >= oldestMs) continue;
    oldest = bucket;
    oldestMs = atMs;
  }
  return oldest;
}

function outdatedIn(values: readonly MetValue[], sinceMs: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle]?.[1] ?? 0) <= sinceMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
