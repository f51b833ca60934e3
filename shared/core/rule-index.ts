import type { Condition, Test } from "../schema/condition.ts";
import type { TrackedEvent } from "../schema/event.ts";
import { requiredEvents } from "./condition/required-events.ts";
import { buildIntervals, type Interval } from "./interval-tree.ts";
import { own } from "./own.ts";
import { normalPath } from "./path.ts";
import { foldText } from "./text.ts";

/** Something in the order of the model. */
interface Ordered {
  ordinal: number;
}

/** What of an event decides where to look. */
export interface Lookup {
  event: TrackedEvent;
  path: string | null;
  kind: string | null;
}

/** The most selective thing that a condition demands of an event. */
type Key =
  | { by: "path"; path: string }
  | { by: "prefix"; prefix: string }
  | { by: "property"; name: string; values: readonly unknown[] }
  | { by: "kind"; kinds: readonly string[] }
  | { by: "range"; name: string; low: number; high: number }
  | { by: "nothing" };

function textKey(value: unknown): unknown {
  return typeof value === "string" ? foldText(value) : value;
}

/** The beginning of a glob, up to its first wildcard. */
function literalStart(glob: string): string {
  const wildcard = glob.search(/[*?]/);
  return wildcard < 0 ? glob : glob.slice(0, wildcard);
}

function keyOfTest(test: Test): Key {
  switch (test.test) {
    case "path":
      if (test.equals !== undefined) return { by: "path", path: normalPath(test.equals) };
      // "/models/" is a prefix of "/models" too, whose slash at the end is not compared.
      if (test.prefix !== undefined) return { by: "prefix", prefix: normalPath(test.prefix) };
      if (test.glob !== undefined) {
        const start = normalPath(literalStart(normalPath(test.glob)));
        return start.length > 1 ? { by: "prefix", prefix: start } : { by: "nothing" };
      }
      return { by: "nothing" };
    case "property":
      if (test.equals !== undefined)
        return { by: "property", name: test.name, values: [textKey(test.equals)] };
      if (test.in !== undefined) return { by: "property", name: test.name, values: test.in.map(textKey) };
      if ((test.atLeast ?? test.moreThan ?? test.atMost ?? test.lessThan) !== undefined) {
        const low = test.atLeast ?? test.moreThan ?? Number.NEGATIVE_INFINITY;
        const high = test.atMost ?? test.lessThan ?? Number.POSITIVE_INFINITY;
        return { by: "range", name: test.name, low, high };
      }
      return { by: "nothing" };
    case "page_kind":
      return { by: "kind", kinds: typeof test.is === "string" ? [test.is] : test.is };
    default:
      return { by: "nothing" };
  }
}

/** How much a key lets through, by rule of thumb: the less the better. */
function breadthOf(key: Key): number {
  switch (key.by) {
    case "path":
      return 1;
    case "property":
      // One value of many is as good as a path; each further value lets as much through again.
      return 2 * key.values.length;
    case "prefix":
      return 5;
    case "range":
      return 8;
    case "kind":
      return 10 * key.kinds.length;
    case "nothing":
      return Number.POSITIVE_INFINITY;
  }
}

/** The best key among what a condition demands; a demand is what every way to meet it needs. */
function keyOf(condition: Condition): Key {
  const demands = "all" in condition ? condition.all : [condition];
  let best: Key = { by: "nothing" };
  for (const demand of demands) {
    const key: Key =
      "all" in demand ? keyOf(demand) : "test" in demand ? keyOfTest(demand) : { by: "nothing" };
    if (breadthOf(key) < breadthOf(best)) best = key;
  }
  return best;
}

/** Rules for events of one name, by the best key of each. */
class Shelf<T extends Ordered> {
  readonly #byPath = new Map<string, T[]>();
  readonly #byPrefix = new Map<string, T[]>();
  readonly #byProperty = new Map<string, Map<unknown, T[]>>();
  readonly #byKind = new Map<string, T[]>();
  readonly #ranges = new Map<string, Interval<T>[]>();
  readonly #rest: T[] = [];
  /** Made at the first look-up. */
  #find: Map<string, (value: number, found: T[]) => void> | null = null;
  #prefixLengths: number[] | null = null;

  add(item: T, key: Key): void {
    switch (key.by) {
      case "path":
        push(this.#byPath, key.path, item);
        return;
      case "prefix":
        push(this.#byPrefix, key.prefix, item);
        return;
      case "property": {
        let values = this.#byProperty.get(key.name);
        if (values === undefined) this.#byProperty.set(key.name, (values = new Map()));
        for (const value of new Set(key.values)) push(values, value, item);
        return;
      }
      case "kind":
        for (const kind of new Set(key.kinds)) push(this.#byKind, kind, item);
        return;
      case "range":
        push(this.#ranges, key.name, { low: key.low, high: key.high, item });
        return;
      case "nothing":
        this.#rest.push(item);
    }
  }

  /** Adds the rules that an event may meet; no rule twice. */
  collect({ event, path, kind }: Lookup, found: T[]): void {
    if (this.#rest.length > 0) append(found, this.#rest);
    if (path !== null) {
      if (this.#byPath.size > 0) append(found, this.#byPath.get(path));
      if (this.#byPrefix.size > 0) this.#collectPrefixes(path, found);
    }
    if (kind !== null && this.#byKind.size > 0) append(found, this.#byKind.get(kind));
    for (const [name, values] of this.#byProperty) {
      const value = own(event.properties, name);
      if (value !== undefined) append(found, values.get(textKey(value)));
    }
    if (this.#ranges.size > 0) this.#collectRanges(event, found);
  }

  #collectPrefixes(path: string, found: T[]): void {
    this.#prefixLengths ??= [...new Set([...this.#byPrefix.keys()].map((prefix) => prefix.length))];
    for (const length of this.#prefixLengths) {
      if (length <= path.length) append(found, this.#byPrefix.get(path.slice(0, length)));
    }
  }

  #collectRanges(event: TrackedEvent, found: T[]): void {
    this.#find ??= new Map([...this.#ranges].map(([name, intervals]) => [name, buildIntervals(intervals)]));
    for (const [name, find] of this.#find) {
      const value = own(event.properties, name);
      if (typeof value === "number") find(value, found);
    }
  }
}

function push<K, T>(map: Map<K, T[]>, key: K, item: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}

function append<T>(found: T[], items: readonly T[] | undefined): void {
  if (items !== undefined) for (const item of items) found.push(item);
}

/**
 * Finds the rules that an event may meet, in the order of the model, at a cost that follows what is
 * found and not how many rules there are.
 *
 * What it finds is always enough: each rule lies under one thing that its condition demands, or
 * under nothing at all.
 */
export class RuleIndex<T extends Ordered> {
  readonly #byName = new Map<string, Shelf<T>>();
  readonly #forAll = new Shelf<T>();

  add(item: T, condition: Condition): void {
    const key = keyOf(condition);
    const names = requiredEvents(condition);
    if (names === null) this.#forAll.add(item, key);
    for (const name of names ?? []) {
      let shelf = this.#byName.get(name);
      if (shelf === undefined) this.#byName.set(name, (shelf = new Shelf()));
      shelf.add(item, key);
    }
  }

  candidates(lookup: Lookup): T[] {
    const found: T[] = [];
    this.#byName.get(lookup.event.name)?.collect(lookup, found);
    this.#forAll.collect(lookup, found);
    return found.length > 1 ? found.sort((a, b) => a.ordinal - b.ordinal) : found;
  }
}
