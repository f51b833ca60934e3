/** Something that is true for numbers from `low` to `high`, both included. */
export interface Interval<T> {
  low: number;
  high: number;
  item: T;
}

interface Node<T> {
  center: number;
  /** Intervals that hold the center, by their low end upwards. */
  byLow: Interval<T>[];
  /** The same, by their high end downwards. */
  byHigh: Interval<T>[];
  below: Node<T> | null;
  above: Node<T> | null;
}

/** Finds the intervals that hold a number, in a time that follows what is found: a centered interval tree. */
export function buildIntervals<T>(intervals: readonly Interval<T>[]): (value: number, found: T[]) => void {
  // One that ends before it begins holds nothing, and would be looked for in vain for ever.
  const root = buildNode(intervals.filter(({ low, high }) => low <= high));
  return (value, found) => {
    for (let node = root; node !== null;) {
      if (value < node.center) {
        for (const { low, item } of node.byLow) {
          if (low > value) break;
          found.push(item);
        }
        node = node.below;
      } else {
        for (const { high, item } of node.byHigh) {
          if (high < value) break;
          found.push(item);
        }
        node = node.above;
      }
    }
  };
}

function buildNode<T>(intervals: readonly Interval<T>[]): Node<T> | null {
  if (intervals.length === 0) return null;
  const ends = intervals
    .flatMap(({ low, high }) => [low, high])
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const center = ends[ends.length >> 1] ?? 0;
  const here = intervals.filter(({ low, high }) => low <= center && high >= center);
  return {
    center,
    byLow: [...here].sort((a, b) => a.low - b.low),
    byHigh: [...here].sort((a, b) => b.high - a.high),
    below: buildNode(intervals.filter(({ high }) => high < center)),
    above: buildNode(intervals.filter(({ low }) => low > center)),
  };
}
