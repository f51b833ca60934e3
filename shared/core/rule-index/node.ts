import type { ClosedRange } from "./closed-range.ts";
import type { Columns } from "./columns.ts";
import { IntervalTree } from "./interval-tree.ts";
import { valueOr } from "../value-or.ts";
import type { Place, Places, RangeAt, ValuesAt } from "./places.ts";

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
  readonly #places: Places<T>;
  /** How often the rules were divided before. */
  readonly #depth: number;
  /** Rules that are not divided yet: that is done when the first event comes by. */
  #undivided: Place<T>[] | null = [];
  /** The places that are compared one after another. */
  #from = 0;
  #until = 0;
  #byValue: readonly { column: number; nodes: ReadonlyMap<number, Node<T>> }[] = none;
  /** The keys in the tree say where a place begins. */
  #byRange: readonly { column: number; tree: IntervalTree }[] = none;

  constructor(places: Places<T>, depth = 0) {
    this.#places = places;
    this.#depth = depth;
  }

  /** Adds a rule, before the first event. */
  add(place: Place<T>): void {
    this.#undivided?.push(place);
  }

  /** Adds the rules whose demands an event meets, each once. */
  collect(event: Columns, found: T[]): void {
    if (this.#undivided !== null) this.#divide(this.#undivided);
    if (this.#from < this.#until) this.#places.collect(this.#from, this.#until, event, found);
    for (const { column, nodes } of this.#byValue) nodes.get(event.numberIn(column))?.collect(event, found);
    for (const { column, tree } of this.#byRange) {
      const value = event.valueIn(column);
      if (typeof value !== "number") continue;
      for (const start of tree.find(value)) this.#places.collect(start, start + 1, event, found);
    }
  }

  #divide(places: readonly Place<T>[]): void {
    this.#undivided = null;
    if (places.length <= rulesKept) {
      this.#keep(places);
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
          valueOr(nodes, number, () => new Node(this.#places, this.#depth + 1)).add(below);
        }
      } else if (range !== null) valueOr(byRange, range.column, () => []).push(place);
      else here.push(place);
    }
    this.#keep(here);
    this.#byValue = [...byValue].map(([column, nodes]) => ({ column, nodes }));
    this.#byRange = [...byRange].map(([column, list]) => ({ column, tree: this.#treeOf(list) }));
  }

  /** Rules to be compared one after another. */
  #keep(places: readonly Place<T>[]): void {
    this.#from = this.#places.end;
    for (const place of places) this.#places.add(place);
    this.#until = this.#places.end;
  }

  /** A tree that answers the narrowest range of each rule; what it demands besides is compared. */
  #treeOf(places: readonly Place<T>[]): IntervalTree {
    const ranges = places.flatMap((place) => {
      const range = narrowestRange(place.ranges);
      if (range === null) return [];
      const key = this.#places.end;
      this.#places.add({ ...place, ranges: place.ranges.filter((other) => other !== range) });
      return [{ ...range, key }];
    });
    return new IntervalTree(ranges);
  }
}

const none: readonly never[] = [];

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
