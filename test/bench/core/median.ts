/** The middle value; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The median of the rounds' ratios. */
export function medianRatio(samples: readonly number[], against: readonly number[]): number {
  return median(samples.map((sample, round) => sample / (against[round] ?? Number.NaN)));
}
