import { valueOr } from "../value-or.ts";
import type { Columns } from "./columns.ts";
import { IntervalTree } from "./interval-tree.ts";
import { namedValues, narrowestRange, narrowestValues } from "./narrowest.ts";
import type { Place, Places } from "./places.ts";

/** So few rules are compared one after another. */
const rulesKept = 4;
/** Divisions on the way to a rule, at most. What it demands besides is compared. */
const depthAllowed = 4;

type Below<T> = Place<T>[] | number | Division<T>;

/** Rules by a small whole number: that of a path pattern, or of a value. */
export class Branches<T> {
  readonly #places: Places<T>;
  readonly #depth: number;
  /** A list until the first event comes by; then a stretch of places when there are few, or divided again. */
  readonly #below: (Below<T> | undefined)[] = [];

  /** @param depth How often the rules were divided before. */
  constructor(places: Places<T>, depth = 0) {
    this.#places = places;
    this.#depth = depth;
  }

  /** Adds a rule, before the first event. */
  add(number: number, place: Place<T>): void {
    const list = this.#below[number];
    if (list === undefined) this.#below[number] = [place];
    else if (Array.isArray(list)) list.push(place);
  }

  /** Adds the rules under a number whose demands an event meets, each once. */
  collect(number: number, event: Columns, found: T[]): void {
    let below = this.#below[number];
    if (below === undefined) return;
    if (Array.isArray(below)) {
      below =
        below.length > rulesKept ? new Division(below, this.#places, this.#depth) : this.#places.add(below);
      this.#below[number] = below;
    }
    if (typeof below === "number") this.#places.collect(below, event, found);
    else below.collect(event, found);
  }
}

/** Rules divided by the narrowest thing that each demands of an event. */
class Division<T> {
  readonly #places: Places<T>;
  /** Rules that demand nothing to divide by, as a stretch; null when there are none. */
  readonly #others: number | null;
  readonly #byValue: readonly { column: number; branches: Branches<T> }[];
  /** The keys in a tree are stretches. */
  readonly #byRange: readonly { column: number; tree: IntervalTree }[];

  constructor(list: readonly Place<T>[], places: Places<T>, depth: number) {
    const others: Place<T>[] = [];
    const byValue = new Map<number, Branches<T>>();
    const byRange = new Map<number, Place<T>[]>();
    const countIn = namedValues(list);
    for (const place of list) {
      const demand = depth === depthAllowed ? null : narrowestValues(place, countIn);
      const range = narrowestRange(place.ranges);
      if (demand !== null) {
        const values = place.values.filter((other) => other !== demand);
        const copies = place.copies * demand.numbers.length;
        const below: Place<T> = { item: place.item, values, ranges: place.ranges, copies };
        const branches = valueOr(byValue, demand.column, () => new Branches(places, depth + 1));
        for (const number of demand.numbers) branches.add(number, below);
      } else if (range !== null) valueOr(byRange, range.column, () => []).push(place);
      else others.push(place);
    }
    this.#places = places;
    this.#others = others.length === 0 ? null : places.add(others);
    this.#byValue = [...byValue].map(([column, branches]) => ({ column, branches }));
    this.#byRange = [...byRange].map(([column, ranged]) => ({ column, tree: treeOf(ranged, places) }));
  }

  collect(event: Columns, found: T[]): void {
    if (this.#others !== null) this.#places.collect(this.#others, event, found);
    for (const { column, branches } of this.#byValue) branches.collect(event.numberIn(column), event, found);
    for (const { column, tree } of this.#byRange) {
      const value = event.valueIn(column);
      if (typeof value !== "number") continue;
      for (const stretch of tree.find(value)) this.#places.collect(stretch, event, found);
    }
  }
}

/** A tree that answers the narrowest range of each rule; what it demands besides is compared. */
function treeOf<T>(list: readonly Place<T>[], places: Places<T>): IntervalTree {
  const ranges = list.flatMap((place) => {
    const narrowest = narrowestRange(place.ranges);
    if (narrowest === null) return [];
    const { item, values, copies } = place;
    const others = place.ranges.filter((range) => range !== narrowest);
    return [{ ...narrowest, key: places.add([{ item, values, ranges: others, copies }]) }];
  });
  return new IntervalTree(ranges);
}
