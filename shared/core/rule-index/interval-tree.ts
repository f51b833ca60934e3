import type { ClosedRange } from "./closed-range.ts";

/**
 * Finds the ranges that hold a number, in a time that follows what is found: a balanced tree of the
 * ranges by their low ends, in which each node knows how far the ranges below it reach. It lies flat
 * in three lists; the node of a stretch of them is its middle.
 */
export class IntervalTree {
  /** Low ends, upwards. */
  readonly #lows: Float64Array;
  readonly #highs: Float64Array;
  /** The greatest high end of the stretch whose middle this is. */
  readonly #reaches: Float64Array;
  /** Where the range was in the list that was given. */
  readonly #places: Int32Array;

  constructor(ranges: readonly ClosedRange[]) {
    const places = ranges.map((_, place) => place);
    places.sort((a, b) => (ranges[a]?.low ?? 0) - (ranges[b]?.low ?? 0));
    this.#places = Int32Array.from(places);
    this.#lows = Float64Array.from(places, (place) => ranges[place]?.low ?? 0);
    this.#highs = Float64Array.from(places, (place) => ranges[place]?.high ?? 0);
    this.#reaches = new Float64Array(ranges.length);
    this.#reach(0, ranges.length);
  }

  /** Places of the ranges that hold a value, in the list that was given. */
  find(value: number): number[] {
    const found: number[] = [];
    this.#find(0, this.#lows.length, value, found);
    return found;
  }

  #reach(from: number, end: number): number {
    if (from >= end) return Number.NEGATIVE_INFINITY;
    const middle = (from + end) >> 1;
    const reach = Math.max(this.#highs[middle] ?? 0, this.#reach(from, middle), this.#reach(middle + 1, end));
    this.#reaches[middle] = reach;
    return reach;
  }

  #find(from: number, end: number, value: number, found: number[]): void {
    let start = from;
    while (start < end) {
      const middle = (start + end) >> 1;
      if ((this.#reaches[middle] ?? 0) < value) return;
      this.#find(start, middle, value, found);
      if ((this.#lows[middle] ?? 0) > value) return;
      if ((this.#highs[middle] ?? 0) >= value) found.push(this.#places[middle] ?? 0);
      start = middle + 1;
    }
  }
}
