import type { TrackedEvent } from "../../schema/event.ts";
import { valueOr } from "../value-or.ts";
import { Branches } from "./branches.ts";
import { Columns } from "./columns.ts";
import type { Demands } from "./demands.ts";
import { PathPatterns } from "./path-patterns.ts";
import { Places, type Place } from "./places.ts";

/** Something in the order of the model. */
interface Ordered {
  ordinal: number;
}

/** Stands for the path pattern of a rule that demands no path. */
const noPattern = 0;
/** So many are put in order faster by insertion than by `sort`. */
const insertedAtMost = 16;

/**
 * Finds the rules whose demands an event meets, in the order of the model, at a cost that follows
 * what is found and not how many rules there are.
 *
 * Rules lie under the event names that they demand, below that under their path pattern, and below
 * that divided by values and ranges.
 */
export class RuleIndex<T extends Ordered> {
  readonly #patterns = new PathPatterns();
  readonly #columns = new Columns();
  readonly #places = new Places<T>();
  readonly #byName = new Map<string, Branches<T>>();
  /** Rules that demand no name; null when there are none. */
  #forAll: Branches<T> | null = null;

  add(item: T, { names, path, values, ranges }: Demands): void {
    const columns = this.#columns;
    const place: Place<T> = {
      item,
      values: values.map(({ name, values: list }) => {
        const column = columns.ordinalOf(name);
        return { column, numbers: columns.numbersOf(column, list) };
      }),
      ranges: ranges.map(({ name, low, high }) => ({ column: columns.ordinalOf(name), low, high })),
      copies: names?.size ?? 1,
    };
    const pattern = path === null ? noPattern : this.#patterns.add(path);
    if (names === null) {
      this.#forAll ??= new Branches(this.#places);
      this.#forAll.add(pattern, place);
      return;
    }
    for (const name of names) {
      valueOr(this.#byName, name, () => new Branches(this.#places)).add(pattern, place);
    }
  }

  /** The rules whose demands an event meets. */
  find(event: TrackedEvent): T[] {
    const found: T[] = [];
    const named = this.#byName.get(event.name);
    if (named !== undefined || this.#forAll !== null) {
      this.#columns.turnTo(event);
      const path = event.page?.path;
      const patterns = path === undefined ? [] : this.#patterns.metBy(path);
      if (named !== undefined) this.#collect(named, patterns, found);
      if (this.#forAll !== null) this.#collect(this.#forAll, patterns, found);
    }
    return found.length > insertedAtMost ? found.sort((a, b) => a.ordinal - b.ordinal) : inserted(found);
  }

  #collect(rules: Branches<T>, patterns: readonly number[], found: T[]): void {
    rules.collect(noPattern, this.#columns, found);
    for (const pattern of patterns) rules.collect(pattern, this.#columns, found);
  }
}

/** Puts a short list in order, in its place. */
function inserted<T extends Ordered>(list: T[]): T[] {
  for (let next = 1; next < list.length; next += 1) {
    const item = list[next] as T;
    let place = next;
    for (; place > 0 && (list[place - 1] as T).ordinal > item.ordinal; place -= 1)
      list[place] = list[place - 1] as T;
    list[place] = item;
  }
  return list;
}
