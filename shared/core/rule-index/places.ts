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
  /** Where its tests were written, once they were. */
  testsAt?: number;
}

/** In the place of a column: all tests are passed. */
const passed = -1;
/** In the place of a column: go on at the number that follows. */
const goOn = -2;

/**
 * All places of an index, in one list of numbers: with thousands of rules the time goes into reaching
 * memory, not into comparing.
 *
 * Places that are looked at together are a stretch: where it ends, and one place after another. A
 * place is the ordinal of its item, where the next place begins, and its tests. A test is column,
 * count, and so many numbers of which the event's must be one; or column, 0, low, high.
 *
 * A rule that lies under several names or values has its tests written once. So the list grows with
 * what the model says, and not with its products.
 */
export class Places<T> {
  readonly #items: T[] = [];
  readonly #list: number[] = [];

  /** @returns The stretch of these places. */
  add(places: readonly Place<T>[]): number {
    const list = this.#list;
    const stretch = list.length;
    list.push(0);
    for (const place of places) {
      const start = list.length;
      list.push(this.#items.push(place.item) - 1, 0);
      if (place.testsAt === undefined) this.#write(place);
      else list.push(goOn, place.testsAt);
      list[start + 1] = list.length;
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
      if (this.#isMet(place + 2, event)) found.push(this.#items[list[place] ?? 0] as T);
      place = next;
    }
  }

  #write(place: Place<T>): void {
    const list = this.#list;
    place.testsAt = list.length;
    for (const { column, numbers } of place.values) {
      list.push(column, numbers.length);
      for (const number of numbers) list.push(number);
    }
    for (const { column, low, high } of place.ranges) list.push(column, 0, low, high);
    list.push(passed);
  }

  /** Whether an event passes the tests from here on. */
  #isMet(from: number, event: Columns): boolean {
    const list = this.#list;
    for (let at = from; ;) {
      const column = list[at] ?? passed;
      if (column === passed) return true;
      if (column === goOn) {
        at = list[at + 1] ?? 0;
        continue;
      }
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
  }
}
