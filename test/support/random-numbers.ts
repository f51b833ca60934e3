/** Numbers that look random and are the same for the same seed, on every machine. */
export interface RandomNumbers {
  /** From 0, below 1. */
  next: () => number;
  /** A whole number from 0, below the limit. */
  below: (limit: number) => number;
  pick: <T>(items: readonly T[]) => T;
  /** Index of a weight, the heavier the likelier. The weights sum to 1. */
  weighted: (weights: readonly number[]) => number;
  shuffle: <T>(items: readonly T[]) => T[];
}

/** Mulberry32: small, and the same everywhere. */
export function randomNumbers(seed: number): RandomNumbers {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: <T>(items: readonly T[]) => items[below(items.length)] as T,
    weighted: (weights) => {
      let rest = next();
      const index = weights.findIndex((weight) => (rest -= weight) < 0);
      return index < 0 ? weights.length - 1 : index;
    },
    shuffle: <T>(items: readonly T[]) => {
      const result = [...items];
      for (let last = result.length - 1; last > 0; last -= 1) {
        const other = below(last + 1);
        [result[last], result[other]] = [result[other] as T, result[last] as T];
      }
      return result;
    },
  };
}
