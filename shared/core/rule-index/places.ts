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
  /** In how many places the rule lies on the way here. */
  copies: number;
}

/**
 * All places of an index, in one list of numbers: with thousands of rules the time goes into reaching
 * memory, not into comparing.
 *
 * Places that are looked at together are a stretch: where it ends, and one place after another. A
 * place is the ordinal of its item, where the next place begins, and its tests. A test is column,
 * count, and so many numbers of which the event's must be one; or column, 0, low, high.
 */
export class Places<T> {
  readonly #items: T[] = [];
  readonly #list: number[] = [];

  /** @returns The stretch of these places. */
  add(places: readonly Place<T>[]): number {
    const list = this.#list;
    const stretch = list.length;
    list.push(0);
    for (const { item, values, ranges } of places) {
      const start = list.length;
      list.push(this.#items.length, 0);
      for (const { column, numbers } of values) {
        list.push(column, numbers.length);
        for (const number of numbers) list.push(number);
      }
      for (const { column, low, high } of ranges) list.push(column, 0, low, high);
      list[start + 1] = list.length;
      this.#items.push(item);
    }
    list[stretch] = list.length;
    return stretch;
  }

  /** Adds the items in a stretch whose demands an event meets. */
  collect(stretch: number, event: Columns, found: T[]): void {
    const list = this.#list;
    const end = list[stretch] ?? 0;
    for (let place = stretch + 1; place < end;) {
      const next = list[place + 1] ?? end;
      if (this.#isMet(place + 2, next, event)) found.push(this.#items[list[place] ?? 0] as T);
      place = next;
    }
  }

  /** Whether an event passes the tests from here to there. */
  #isMet(from: number, until: number, event: Columns): boolean {
    const list = this.#list;
    for (let at = from; at < until;) {
      const column = list[at] ?? 0;
      const count = list[at + 1] ?? 0;
      at += 2;
      if (count === 0) {
        const value = event.valueIn(column);
        if (typeof value !== "number") return false;
        if (!(value >= (list[at] ?? 0) && value <= (list[at + 1] ?? 0))) return false;
        at += 2;
      } else {
        const number = event.numberIn(column);
        const next = at + count;
        while (at < next && list[at] !== number) at += 1;
        if (at === next) return false;
        at = next;
      }
    }
    return true;
  }
}
