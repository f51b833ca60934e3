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

/** Numbers before a place's tests: ordinal of the item, and where the next place begins. */
const headLength = 2;

/**
 * All places of an index, one after another in one list of numbers: with thousands of rules the time
 * goes into reaching memory, not into comparing.
 *
 * A place is the ordinal of its item, where the next place begins, and its tests. A test is column,
 * count, and so many numbers of which the event's must be one; or column, 0, low, high.
 */
export class Places<T> {
  readonly #items: T[] = [];
  readonly #list: number[] = [];

  /** Where the next place will begin. */
  get end(): number {
    return this.#list.length;
  }

  add({ item, values, ranges }: Place<T>): void {
    const list = this.#list;
    const start = list.length;
    list.push(this.#items.length, 0);
    for (const { column, numbers } of values) list.push(column, numbers.length, ...numbers);
    for (const { column, low, high } of ranges) list.push(column, 0, low, high);
    list[start + 1] = list.length;
    this.#items.push(item);
  }

  /** Adds the items of some places that follow each other, as far as an event meets their demands. */
  collect(from: number, until: number, event: Columns, found: T[]): void {
    for (let start = from; start < until; start = this.#list[start + 1] ?? until) {
      if (this.#isMet(start, event)) found.push(this.#items[this.#list[start] ?? 0] as T);
    }
  }

  #isMet(start: number, event: Columns): boolean {
    const list = this.#list;
    const end = list[start + 1] ?? 0;
    for (let at = start + headLength; at < end;) {
      const column = list[at] ?? 0;
      const count = list[at + 1] ?? 0;
      at += 2;
      if (count === 0) {
        const value = event.valueIn(column);
        if (typeof value !== "number" || !(value >= (list[at] ?? 0) && value <= (list[at + 1] ?? 0)))
          return false;
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
