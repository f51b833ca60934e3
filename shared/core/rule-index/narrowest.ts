import { valueOr } from "../value-or.ts";
import type { Place, RangeAt, ValuesAt } from "./places.ts";

/** A rule for several values lies under each of them; divided again by several, in no more places than this. */
const copiesAllowed = 64;
/** Dividing is worth it when a rule is for this part of the values or fewer. */
const shareAllowed = 0.5;

/** How many values the demands of some rules name, by column. */
export function namedValues(places: readonly Place<unknown>[]): (column: number) => number {
  const named = new Map<number, Set<number>>();
  for (const { values } of places) {
    for (const { column, numbers } of values) {
      const known = valueOr(named, column, () => new Set());
      for (const number of numbers) known.add(number);
    }
  }
  return (column) => named.get(column)?.size ?? 0;
}

/** The demand that the smallest part of the values meets; null when none is worth dividing by. */
export function narrowestValues(place: Place<unknown>, countIn: (column: number) => number): ValuesAt | null {
  let narrowest: ValuesAt | null = null;
  let least = shareAllowed;
  for (const demand of place.values) {
    const { length } = demand.numbers;
    // What a rule itself lists may be any number; only products must not grow.
    const isTooOften = place.copies > 1 && length > 1 && place.copies * length > copiesAllowed;
    const share = length / countIn(demand.column);
    if (isTooOften || share > least) continue;
    narrowest = demand;
    least = share;
  }
  return narrowest;
}

/** The range that holds the least; null when there is none. */
export function narrowestRange(ranges: readonly RangeAt[]): RangeAt | null {
  let narrowest: RangeAt | null = null;
  for (const range of ranges) {
    if (narrowest === null || range.high - range.low < narrowest.high - narrowest.low) narrowest = range;
  }
  return narrowest;
}
