import { listed, listedFrom, quoted } from "../words.ts";

/** A value of JSON that a test can name. */
export type Scalar = string | number | boolean;

/** A demand on a text, such as containing another. */
export interface TextDemand {
  words: string;
  accepts: (value: string) => boolean;
}

/**
 * What is known of one value if a condition is to hold. Always a superset of what is true: it may
 * allow too much, never too little, so that an empty one is a proof.
 */
export interface Domain {
  /** What it is, for messages: `the trait "employees"`. */
  readonly what: string;
  /** Path of the test that says so. */
  readonly path: string;
  /** Only one of these, texts folded; null when anything may be. */
  only: Set<Scalar> | null;
  excluded: Set<Scalar>;
  /** true: there is a value. false: there is none. null: either. */
  presence: boolean | null;
  /** It is a number. Without this, the bounds hold only in case it is one. */
  isNumber: boolean;
  lowest: number;
  isLowestOut: boolean;
  highest: number;
  isHighestOut: boolean;
  /** Moments, milliseconds since 1970: later than the first and earlier than the second. */
  after: number;
  before: number;
  /** What a path begins with. */
  prefix: string | null;
  demands: TextDemand[];
  /** Words for a number, when it stands for something. */
  nameOf?: (value: number) => string;
}

/** More values than this are looked through only when it costs nothing extra. */
const manyValues = 1000;
/** More demands than this are dropped: that only makes the domain larger. */
const manyDemands = 8;

/** Shared by all domains that exclude or demand nothing: most of them. Never changed. */
const noValues: Set<Scalar> = new Set();
const noDemands: TextDemand[] = [];

/** A domain that allows anything. */
export function anything(what: string, path: string, more?: Partial<Domain>): Domain {
  const domain: Domain = {
    what,
    path,
    only: null,
    excluded: noValues,
    presence: null,
    isNumber: false,
    lowest: Number.NEGATIVE_INFINITY,
    isLowestOut: false,
    highest: Number.POSITIVE_INFINITY,
    isHighestOut: false,
    after: Number.NEGATIVE_INFINITY,
    before: Number.POSITIVE_INFINITY,
    prefix: null,
    demands: noDemands,
  };
  // Assigned and not spread, so that all domains have one shape: there is one for every test of a model.
  return more === undefined ? domain : Object.assign(domain, more);
}

function isInside(domain: Domain, value: number): boolean {
  const { lowest, highest } = domain;
  return (
    (domain.isLowestOut ? value > lowest : value >= lowest) &&
    (domain.isHighestOut ? value < highest : value <= highest)
  );
}

function allows(domain: Domain, value: Scalar): boolean {
  if (domain.excluded.has(value)) return false;
  if (domain.presence === (value === "")) return false;
  if (typeof value === "number") {
    return isInside(domain, value) && domain.demands.length === 0 && domain.prefix === null;
  }
  if (domain.isNumber) return false;
  if (domain.demands.length === 0 && domain.prefix === null) return true;
  // A path is compared without the slash at its end, and a prefix may be written with it.
  return (
    typeof value === "string" &&
    `${value}/`.startsWith(domain.prefix ?? "") &&
    domain.demands.every(({ accepts }) => accepts(value))
  );
}

function isEmpty(domain: Domain): boolean {
  const { only, lowest, highest, presence } = domain;
  if (only !== null && only.size === 0) return true;
  if (domain.after >= domain.before) return true;
  const isText = domain.demands.length > 0;
  const isDate = domain.after > Number.NEGATIVE_INFINITY || domain.before < Number.POSITIVE_INFINITY;
  if (presence === false && (domain.isNumber || isText || isDate)) return true;
  if (!domain.isNumber) return false;
  if (isText || lowest > highest) return true;
  return lowest === highest && (!isInside(domain, lowest) || domain.excluded.has(lowest));
}

function prefixOfBoth(a: string | null, b: string | null): string | null | undefined {
  if (a === null || b === null) return a ?? b;
  if (a.startsWith(b)) return a;
  return b.startsWith(a) ? b : undefined;
}

/**
 * Narrows a domain, which it changes, by another one of the same value.
 *
 * @returns Whether a value is left.
 */
export function narrow(domain: Domain, by: Domain): boolean {
  const prefix = prefixOfBoth(domain.prefix, by.prefix);
  if (prefix === undefined) return false;
  domain.prefix = prefix;
  if (domain.presence !== null && by.presence !== null && domain.presence !== by.presence) return false;
  domain.presence ??= by.presence;
  domain.isNumber ||= by.isNumber;
  if (by.lowest > domain.lowest || (by.lowest === domain.lowest && by.isLowestOut)) {
    domain.lowest = by.lowest;
    domain.isLowestOut = by.isLowestOut;
  }
  if (by.highest < domain.highest || (by.highest === domain.highest && by.isHighestOut)) {
    domain.highest = by.highest;
    domain.isHighestOut = by.isHighestOut;
  }
  domain.after = Math.max(domain.after, by.after);
  domain.before = Math.min(domain.before, by.before);
  if (domain.excluded === noValues) domain.excluded = by.excluded;
  else for (const value of by.excluded) domain.excluded.add(value);
  if (by.demands.length > 0) domain.demands = [...domain.demands, ...by.demands].slice(0, manyDemands);

  if (by.only !== null) {
    const [small, large] =
      domain.only === null || by.only.size < domain.only.size
        ? [by.only, domain.only]
        : [domain.only, by.only];
    const both = large === null ? [...small] : [...small].filter((value) => large.has(value));
    domain.only = new Set(both);
  }
  return hasValues(domain, by.only !== null);
}

/**
 * Takes the values out of a domain that its other demands exclude.
 *
 * @param isThorough Whether to look through many values too.
 * @returns Whether a value is left.
 */
export function hasValues(domain: Domain, isThorough = true): boolean {
  const { only } = domain;
  if (only !== null && (isThorough || only.size <= manyValues)) {
    for (const value of only) if (!allows(domain, value)) only.delete(value);
  }
  return !isEmpty(domain);
}

/** The domain of a value of which one of several domains is true. */
export function widen(domains: readonly [Domain, ...Domain[]]): Domain {
  const [first] = domains;
  const wide = anything(first.what, first.path, {
    isNumber: domains.every(({ isNumber }) => isNumber),
    presence: domains.every(({ presence }) => presence === first.presence) ? first.presence : null,
    lowest: domains.reduce((lowest, domain) => Math.min(lowest, domain.lowest), Number.POSITIVE_INFINITY),
    highest: domains.reduce((highest, domain) => Math.max(highest, domain.highest), Number.NEGATIVE_INFINITY),
    after: domains.reduce((after, domain) => Math.min(after, domain.after), Number.POSITIVE_INFINITY),
    before: domains.reduce((before, domain) => Math.max(before, domain.before), Number.NEGATIVE_INFINITY),
    ...(first.nameOf !== undefined && { nameOf: first.nameOf }),
  });
  wide.isLowestOut = domains.every((domain) => domain.lowest > wide.lowest || domain.isLowestOut);
  wide.isHighestOut = domains.every((domain) => domain.highest < wide.highest || domain.isHighestOut);
  if (domains.every(({ only }) => only !== null)) {
    wide.only = new Set(domains.flatMap(({ only }) => [...(only ?? [])]));
  } else {
    wide.excluded = new Set(
      [...first.excluded].filter((value) => domains.every((d) => d.excluded.has(value))),
    );
  }
  return wide;
}

/** A domain in words: `at least 50`, `"a" or "b"`, `missing`. */
export function domainWords(domain: Domain): string {
  const { lowest, highest, nameOf = String } = domain;
  if (domain.only !== null) {
    return listedFrom(domain.only, "or", (value) =>
      typeof value === "number" ? nameOf(value) : quoted(value),
    );
  }
  const parts: string[] = [];
  if (lowest === highest) parts.push(nameOf(lowest));
  else {
    if (lowest > Number.NEGATIVE_INFINITY) {
      parts.push(`${domain.isLowestOut ? "more than" : "at least"} ${nameOf(lowest)}`);
    }
    if (highest < Number.POSITIVE_INFINITY) {
      parts.push(`${domain.isHighestOut ? "less than" : "at most"} ${nameOf(highest)}`);
    }
  }
  if (domain.prefix !== null) parts.push(`beginning with ${quoted(domain.prefix)}`);
  parts.push(...domain.demands.map(({ words }) => words));
  if (domain.excluded.size > 0) parts.push(`other than ${listedFrom(domain.excluded, "and", quoted)}`);
  if (parts.length === 0 && domain.presence !== null) parts.push(domain.presence ? "there" : "missing");
  return listed(parts, "and");
}
