import type { ClosedRange } from "./closed-range.ts";

/** A range, and the number by which to find it again. */
export interface KeyedRange extends ClosedRange {
  key: number;
}

/** Numbers of a node: low, high, reach, key. */
const nodeLength = 4;

/**
 * Finds the ranges that hold a number, in a time that follows what is found: a balanced tree of the
 * ranges by their low ends, in which each node knows how far the ranges below it reach. It lies flat
 * in one list, in the order of the low ends; the root of a stretch is its middle.
 */
export class IntervalTree {
  readonly #count: number;
  readonly #nodes: Float64Array;

  constructor(ranges: readonly KeyedRange[]) {
    const ordered = [...ranges].sort((a, b) => a.low - b.low);
    this.#count = ordered.length;
    this.#nodes = Float64Array.from(ordered.flatMap(({ low, high, key }) => [low, high, high, key]));
    this.#reach(0, this.#count);
  }

  /** Keys of the ranges that hold a value. */
  find(value: number): number[] {
    const found: number[] = [];
    this.#find(0, this.#count, value, found);
    return found;
  }

  /** Notes how far the ranges of each stretch reach. */
  #reach(from: number, until: number): number {
    if (from === until) return Number.NEGATIVE_INFINITY;
    const middle = (from + until) >> 1;
    const node = middle * nodeLength;
    const below = Math.max(this.#reach(from, middle), this.#reach(middle + 1, until));
    const reach = Math.max(this.#nodes[node + 1] ?? 0, below);
    this.#nodes[node + 2] = reach;
    return reach;
  }

  #find(from: number, until: number, value: number, found: number[]): void {
    const nodes = this.#nodes;
    let start = from;
    while (start < until) {
      const middle = (start + until) >> 1;
      const node = middle * nodeLength;
      if ((nodes[node + 2] ?? 0) < value) return;
      if (start < middle) this.#find(start, middle, value, found);
      if ((nodes[node] ?? 0) > value) return;
      if ((nodes[node + 1] ?? 0) >= value) found.push(nodes[node + 3] ?? 0);
      start = middle + 1;
    }
  }
}
