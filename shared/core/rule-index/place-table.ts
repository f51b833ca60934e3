import type { ClosedRange } from "./closed-range.ts";
import type { Columns } from "./columns.ts";

/** The value in a column must be one of these; see `Columns`. */
export interface ValuesAt {
  column: number;
  numbers: readonly number[];
}

/** The value in a column must be a number in this range. */
export interface RangeAt extends ClosedRange {
  column: number;
}

/** A rule, and what is still demanded of an event where it lies. */
export interface Place<T> {
  item: T;
  values: readonly ValuesAt[];
  ranges: readonly RangeAt[];
  /** How many places the rule has in all. */
  copies: number;
}

/**
 * Rules that lie together, each with what is still demanded of the event. All that is compared lies
 * in one list: with thousands of rules the time goes into reaching memory, not into comparing.
 */
export class PlaceTable<T> {
  readonly #items: T[];
  /** Where in `#tests` the tests of each rule end. */
  readonly #ends: number[] = [];
  /**
   * Tests one after another: column, count, and so many numbers of which the event's value must be
   * one; or column, 0, low, high.
   */
  readonly #tests: number[] = [];

  constructor(places: readonly Place<T>[]) {
    this.#items = places.map(({ item }) => item);
    for (const { values, ranges } of places) {
      for (const { column, numbers } of values) this.#tests.push(column, numbers.length, ...numbers);
      for (const { column, low, high } of ranges) this.#tests.push(column, 0, low, high);
      this.#ends.push(this.#tests.length);
    }
  }

  /** Adds the rules whose demands an event meets. */
  collect(event: Columns, found: T[]): void {
    for (let place = 0; place < this.#items.length; place += 1) this.collectAt(place, event, found);
  }

  /** Adds the rule at a place when the event meets its demands. */
  collectAt(place: number, event: Columns, found: T[]): void {
    const end = this.#ends[place] ?? 0;
    for (let at = place === 0 ? 0 : (this.#ends[place - 1] ?? 0); at < end;) {
      const column = this.#tests[at] ?? 0;
      const count = this.#tests[at + 1] ?? 0;
      at += 2;
      if (count === 0) {
        const value = event.valueIn(column);
        const isInside =
          typeof value === "number" && value >= (this.#tests[at] ?? 0) && value <= (this.#tests[at + 1] ?? 0);
        if (!isInside) return;
        at += 2;
      } else {
        const number = event.numberIn(column);
        const next = at + count;
        while (at < next && this.#tests[at] !== number) at += 1;
        if (at === next) return;
        at = next;
      }
    }
    found.push(this.#items[place] as T);
  }
}
