import type { TrackedEvent } from "../../schema/event.ts";
import { valueOr } from "../value-or.ts";
import { Columns } from "./columns.ts";
import type { Demands } from "./demands.ts";
import { Node } from "./node.ts";
import { PathPatterns } from "./path-patterns.ts";
import { Places, type Place } from "./places.ts";

/** Something in the order of the model. */
interface Ordered {
  ordinal: number;
}

/** Rules for one event name, or for every name. */
class Shelf<T> {
  readonly #patterns: PathPatterns;
  readonly #places: Places<T>;
  readonly #pathless: Node<T>;
  /** By ordinal of the path pattern. */
  readonly #byPattern = new Map<number, Node<T>>();

  constructor(patterns: PathPatterns, places: Places<T>) {
    this.#patterns = patterns;
    this.#places = places;
    this.#pathless = new Node(places);
  }

  add(place: Place<T>, pattern: number | null): void {
    if (pattern === null) this.#pathless.add(place);
    else valueOr(this.#byPattern, pattern, () => new Node(this.#places)).add(place);
  }

  collect(event: Columns, path: string | undefined, found: T[]): void {
    this.#pathless.collect(event, found);
    if (path === undefined || this.#byPattern.size === 0) return;
    for (const pattern of this.#patterns.metBy(path)) this.#byPattern.get(pattern)?.collect(event, found);
  }
}

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
  readonly #byName = new Map<string, Shelf<T>>();
  /** Rules that demand no name; null when there are none. */
  #forAll: Shelf<T> | null = null;

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
    const pattern = path === null ? null : this.#patterns.add(path);
    if (names === null) {
      this.#forAll ??= this.#newShelf();
      this.#forAll.add(place, pattern);
      return;
    }
    for (const name of names) valueOr(this.#byName, name, () => this.#newShelf()).add(place, pattern);
  }

  /** The rules whose demands an event meets. */
  find(event: TrackedEvent): T[] {
    const found: T[] = [];
    this.#columns.turnTo(event);
    const path = event.page?.path;
    this.#byName.get(event.name)?.collect(this.#columns, path, found);
    this.#forAll?.collect(this.#columns, path, found);
    return found.length > insertedAtMost ? found.sort((a, b) => a.ordinal - b.ordinal) : inserted(found);
  }

  #newShelf(): Shelf<T> {
    return new Shelf(this.#patterns, this.#places);
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
