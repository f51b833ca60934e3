import type { ClosedRange } from "./closed-range.ts";
import type { Columns } from "./columns.ts";
import { IntervalTree } from "./interval-tree.ts";
import { valueOr } from "../value-or.ts";
import { PlaceTable, type Place, type RangeAt, type ValuesAt } from "./place-table.ts";

/** So few rules are compared one after another. */
const rulesKept = 4;
/** Divisions on the way to a rule, at most. What it demands besides is compared. */
const depthAllowed = 4;
/** A rule for several values lies under each of them; divided again by several, in no more places than this. */
const copiesAllowed = 64;
/** Dividing is worth it when a rule is for this part of the values or fewer. */
const shareAllowed = 0.5;

/** Rules divided by what they demand of an event, and below that again, until few are left. */
export class Node<T> {
  /** Rules that are not divided yet: that is done when the first event comes by. */
  #undivided: Place<T>[] | null = [];
  /** How often the rules were divided before. */
  readonly #depth: number;
  #here: PlaceTable<T> | null = null;
  #byValue: readonly { column: number; nodes: ReadonlyMap<number, Node<T>> }[] = [];
  #byRange: readonly { column: number; tree: IntervalTree; table: PlaceTable<T> }[] = [];

  constructor(depth = 0) {
    this.#depth = depth;
  }

  /** Adds a rule, before the first event. */
  add(place: Place<T>): void {
    this.#undivided?.push(place);
  }

  /** Adds the rules whose demands an event meets, each once. */
  collect(event: Columns, found: T[]): void {
    if (this.#undivided !== null) this.#divide(this.#undivided);
    this.#here?.collect(event, found);
    for (const { column, nodes } of this.#byValue) nodes.get(event.numberIn(column))?.collect(event, found);
    for (const { column, tree, table } of this.#byRange) {
      const value = event.valueIn(column);
      if (typeof value !== "number") continue;
      for (const place of tree.find(value)) table.collectAt(place, event, found);
    }
  }

  #divide(places: readonly Place<T>[]): void {
    this.#undivided = null;
    if (places.length <= rulesKept) {
      this.#here = new PlaceTable(places);
      return;
    }
    const here: Place<T>[] = [];
    const byValue = new Map<number, Map<number, Node<T>>>();
    const byRange = new Map<number, Place<T>[]>();
    const countIn = namedValues(places);
    for (const place of places) {
      const demand = this.#depth === depthAllowed ? null : narrowestValues(place, countIn);
      const range = narrowestRange(place.ranges);
      if (demand !== null) {
        const values = place.values.filter((other) => other !== demand);
        const below = { ...place, values, copies: place.copies * demand.numbers.length };
        const nodes = valueOr(byValue, demand.column, () => new Map<number, Node<T>>());
        for (const number of demand.numbers) {
          valueOr(nodes, number, () => new Node<T>(this.#depth + 1)).add(below);
        }
      } else if (range !== null) valueOr(byRange, range.column, () => []).push(place);
      else here.push(place);
    }
    if (here.length > 0) this.#here = new PlaceTable(here);
    this.#byValue = [...byValue].map(([column, nodes]) => ({ column, nodes }));
    this.#byRange = [...byRange].map(([column, list]) => ({ column, ...divideByRange(list) }));
  }
}

/** How many values the demands of some rules name, by column. */
function namedValues(places: readonly Place<unknown>[]): (column: number) => number {
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
function narrowestValues(place: Place<unknown>, countIn: (column: number) => number): ValuesAt | null {
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

function narrowestRange(ranges: readonly RangeAt[]): RangeAt | null {
  let narrowest: RangeAt | null = null;
  for (const range of ranges) {
    if (narrowest === null || widthOf(range) < widthOf(narrowest)) narrowest = range;
  }
  return narrowest;
}

function widthOf({ low, high }: ClosedRange): number {
  return high - low;
}

/** Rules whose narrowest range is of one column: the tree answers that range, the table what else is demanded. */
function divideByRange<T>(places: readonly Place<T>[]): { tree: IntervalTree; table: PlaceTable<T> } {
  const ranges: RangeAt[] = [];
  const others: Place<T>[] = [];
  for (const place of places) {
    const range = narrowestRange(place.ranges);
    if (range === null) continue;
    ranges.push(range);
    others.push({ ...place, ranges: place.ranges.filter((other) => other !== range) });
  }
  return { tree: new IntervalTree(ranges), table: new PlaceTable(others) };
}
