/** Limits of a number, as a test writes them. */
export interface Limits {
  atLeast?: number | undefined;
  moreThan?: number | undefined;
  atMost?: number | undefined;
  lessThan?: number | undefined;
}

/** Numbers from `low` to `high`, both included; none when `low` is above `high`. */
export interface ClosedRange {
  low: number;
  high: number;
}

const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** The least double above a finite number; Infinity above the greatest. */
function nextAbove(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  double[0] = value;
  bits[0] = (bits[0] ?? 0n) + (value > 0 ? 1n : -1n);
  return double[0];
}

/**
 * The finite numbers inside limits. An open end becomes the closed one beside it: above 5 is from the
 * next double on. So a range alone says whether a number is inside, and nothing is left to ask.
 */
export function closedRangeOf({ atLeast, moreThan, atMost, lessThan }: Limits): ClosedRange {
  let low = atLeast ?? -Number.MAX_VALUE;
  let high = atMost ?? Number.MAX_VALUE;
  if (moreThan !== undefined) low = Math.max(low, nextAbove(moreThan));
  if (lessThan !== undefined) high = Math.min(high, -nextAbove(-lessThan));
  return { low, high };
}
