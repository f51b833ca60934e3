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

/** Something that a condition demands of an event. */
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

/** Everything that a condition demands of an event, the narrowest first; a demand is what every way to meet it needs. */
function keysOf(condition: Condition): Key[] {
  const demands = "all" in condition ? condition.all : [condition];
  return demands
    .flatMap((demand): Key[] => {
      if ("all" in demand) return keysOf(demand);
      return "test" in demand ? [keyOfTest(demand)] : [];
    })
    .filter(({ by }) => by !== "nothing")
    .sort((a, b) => breadthOf(a) - breadthOf(b));
}

/** A rule, its demands, and how many of them have been looked at on the way to it. */
interface Entry<T> {
  item: T;
  keys: readonly Key[];
  depth: number;
}

/** A bucket with more rules than this is divided again by what they demand besides. */
const bucketKept = 4;

/** Rules that share a demand. */
class Bucket<T> {
  #entries: Entry<T>[] = [];
  /** Made at the first look-up, when the bucket is large enough to be worth it. */
  #inner: Shelf<T> | null = null;

  add(entry: Entry<T>): void {
    this.#entries.push(entry);
  }

  collect(lookup: Lookup, found: T[]): void {
    if (this.#inner === null) {
      if (this.#entries.length <= bucketKept) {
        for (const { item } of this.#entries) found.push(item);
        return;
      }
      this.#inner = new Shelf();
      for (const entry of this.#entries) this.#inner.add(entry);
      this.#entries = [];
    }
    this.#inner.collect(lookup, found);
  }
}

/** Rules by the narrowest demand of each that has not been looked at yet. */
class Shelf<T> {
  readonly #byPath = new Map<string, Bucket<T>>();
  readonly #byPrefix = new Map<string, Bucket<T>>();
  readonly #byProperty = new Map<string, Map<unknown, Bucket<T>>>();
  readonly #byKind = new Map<string, Bucket<T>>();
  readonly #ranges = new Map<string, Interval<T>[]>();
  readonly #rest: T[] = [];
  /** Made at the first look-up. */
  #find: Map<string, (value: number, found: T[]) => void> | null = null;
  #prefixLengths: number[] | null = null;

  add({ item, keys, depth }: Entry<T>): void {
    const key = keys[depth];
    const entry = { item, keys, depth: depth + 1 };
    switch (key?.by) {
      case "path":
        put(this.#byPath, key.path, entry);
        return;
      case "prefix":
        put(this.#byPrefix, key.prefix, entry);
        return;
      case "property": {
        let values = this.#byProperty.get(key.name);
        if (values === undefined) this.#byProperty.set(key.name, (values = new Map()));
        for (const value of new Set(key.values)) put(values, value, entry);
        return;
      }
      case "kind":
        for (const kind of new Set(key.kinds)) put(this.#byKind, kind, entry);
        return;
      case "range":
        push(this.#ranges, key.name, { low: key.low, high: key.high, item });
        return;
      case "nothing":
      case undefined:
        this.#rest.push(item);
    }
  }

  /** Adds the rules that an event may meet; no rule twice. */
  collect(lookup: Lookup, found: T[]): void {
    const { event, path, kind } = lookup;
    for (const item of this.#rest) found.push(item);
    if (path !== null) {
      if (this.#byPath.size > 0) this.#byPath.get(path)?.collect(lookup, found);
      if (this.#byPrefix.size > 0) this.#collectPrefixes(path, lookup, found);
    }
    if (kind !== null && this.#byKind.size > 0) this.#byKind.get(kind)?.collect(lookup, found);
    for (const [name, values] of this.#byProperty) {
      const value = own(event.properties, name);
      if (value !== undefined) values.get(textKey(value))?.collect(lookup, found);
    }
    if (this.#ranges.size > 0) this.#collectRanges(event, found);
  }

  #collectPrefixes(path: string, lookup: Lookup, found: T[]): void {
    this.#prefixLengths ??= [...new Set([...this.#byPrefix.keys()].map((prefix) => prefix.length))];
    for (const length of this.#prefixLengths) {
      if (length <= path.length) this.#byPrefix.get(path.slice(0, length))?.collect(lookup, found);
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

function put<K, T>(map: Map<K, Bucket<T>>, key: K, entry: Entry<T>): void {
  let bucket = map.get(key);
  if (bucket === undefined) map.set(key, (bucket = new Bucket()));
  bucket.add(entry);
}

function push<K, T>(map: Map<K, T[]>, key: K, item: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
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
    const entry = { item, keys: keysOf(condition), depth: 0 };
    const names = requiredEvents(condition);
    if (names === null) this.#forAll.add(entry);
    for (const name of names ?? []) {
      let shelf = this.#byName.get(name);
      if (shelf === undefined) this.#byName.set(name, (shelf = new Shelf()));
      shelf.add(entry);
    }
  }

  candidates(lookup: Lookup): T[] {
    const found: T[] = [];
    this.#byName.get(lookup.event.name)?.collect(lookup, found);
    this.#forAll.collect(lookup, found);
    return found.length > 1 ? found.sort((a, b) => a.ordinal - b.ordinal) : found;
  }
}
