import type { Test } from "../../../schema/condition.ts";
import type { ReferrerClass } from "../../../schema/event.ts";
import type { Model } from "../../../schema/model.ts";
import { matchGlob } from "../../glob.ts";
import { parseMoment } from "../../moment.ts";
import { foldPath, normalPath } from "../../path.ts";
import { foldText } from "../../text.ts";
import { quoted } from "../words.ts";
import { anything, type Domain, type Scalar } from "./domain.ts";

/** A value that a condition speaks of, by key, and what is known of it. */
export type Demand = readonly [key: string, domain: Domain];

/** What has to be known of a model to judge its conditions. */
export interface ModelFacts {
  stageOrdinal: (id: string) => number | undefined;
  stageName: (ordinal: number) => string;
  /** The bounds of a score, or of the total when left out. */
  boundsOf: (score: string | undefined) => readonly [lowest: number, highest: number];
}

/** Looks up what conditions refer to. */
export function factsOf(model: Model): ModelFacts {
  const ordinals = new Map(model.stages.map(({ id }, ordinal) => [id, ordinal]));
  const scores = new Map(model.scores.map((score) => [score.id, score]));
  return {
    stageOrdinal: (id) => ordinals.get(id),
    stageName: (ordinal) => quoted(model.stages[ordinal]?.id ?? ""),
    boundsOf: (id) => {
      if (id === undefined) return [model.total?.min ?? 0, model.total?.max ?? 100];
      const score = scores.get(id);
      return [score === undefined ? -Infinity : (score.min ?? 0), score?.max ?? Infinity];
    },
  };
}

const referrerClasses: Record<ReferrerClass, true> = {
  paid: true,
  email: true,
  search: true,
  social: true,
  ai_assistant: true,
  internal: true,
  other: true,
};
const deviceTypes = ["desktop", "mobile", "tablet", "other"];

function foldValue(value: Scalar): Scalar {
  return typeof value === "string" ? foldText(value) : value;
}

function listOf(names: string | readonly string[]): readonly string[] {
  return typeof names === "string" ? [names] : names;
}

type ComparingTest = Extract<Test, { test: "property" | "trait" | "title" | "geo" | "device" | "campaign" }>;

/** What is compared and how messages call it. */
function subjectOf(test: ComparingTest): readonly [key: string, what: string] {
  switch (test.test) {
    case "property":
      return [`property:${test.name}`, `the property "${test.name}"`];
    case "trait":
      return [`trait:${test.name}`, `the trait "${test.name}"`];
    case "title":
      return ["title", "the title"];
    case "geo":
    case "device":
    case "campaign":
      return [`${test.test}:${test.field}`, `the ${test.test}'s ${test.field}`];
  }
}

/** Each comparison as a domain of its own. */
function comparisons(test: ComparingTest, path: string): Demand[] {
  const [key, what] = subjectOf(test);
  const found: Demand[] = [];
  const add = (more: Partial<Domain>) => found.push([key, anything(what, path, more)]);
  const number = { isNumber: true, presence: true };
  if (test.exists !== undefined) add({ presence: test.exists });
  if (test.equals !== undefined) add(values([test.equals]));
  if (test.in !== undefined) add(values(test.in));
  if (test.contains !== undefined) {
    const part = foldText(test.contains);
    const demand = {
      words: `a text with ${quoted(test.contains)}`,
      accepts: (value: string) => value.includes(part),
    };
    add({ presence: true, demands: [demand] });
  }
  if (test.after !== undefined) add({ presence: true, after: parseMoment(test.after) ?? -Infinity });
  if (test.before !== undefined) add({ presence: true, before: parseMoment(test.before) ?? Infinity });
  if (test.atLeast !== undefined) add({ ...number, lowest: test.atLeast });
  if (test.moreThan !== undefined) add({ ...number, lowest: test.moreThan, isLowestOut: true });
  if (test.atMost !== undefined) add({ ...number, highest: test.atMost });
  if (test.lessThan !== undefined) add({ ...number, highest: test.lessThan, isHighestOut: true });
  return found;
}

function values(list: readonly Scalar[]): Partial<Domain> {
  const only = new Set(list.map(foldValue));
  return { only, presence: only.has("") ? null : true };
}

/** What holds when a comparison does not; only one that stands alone says anything then. */
function negatedComparisons(test: ComparingTest, path: string): Demand[] {
  const given = comparisons(test, path);
  const [only] = given;
  if (given.length !== 1 || only === undefined) return [];
  const [key, what] = subjectOf(test);
  const [, domain] = only;
  const opposite = (more: Partial<Domain>): Demand[] => [[key, anything(what, path, more)]];
  if (test.exists !== undefined) return opposite({ presence: !test.exists });
  if (domain.only !== null) return opposite({ excluded: domain.only });
  // A value that is no number is neither above nor below: the bound holds in case it is one.
  if (test.atLeast !== undefined) return opposite({ highest: test.atLeast, isHighestOut: true });
  if (test.moreThan !== undefined) return opposite({ highest: test.moreThan });
  if (test.atMost !== undefined) return opposite({ lowest: test.atMost, isLowestOut: true });
  if (test.lessThan !== undefined) return opposite({ lowest: test.lessThan });
  return [];
}

/** A value that is always one of a few. */
function choice(
  key: string,
  what: string,
  path: string,
  all: readonly Scalar[],
  is: Scalar,
  isNegated: boolean,
): Demand[] {
  const only = new Set(isNegated ? all.filter((value) => value !== is) : [is]);
  return [[key, anything(what, path, { only })]];
}

/** A name that is one of a list, or none of it. */
function named(
  key: string,
  what: string,
  path: string,
  names: string | readonly string[],
  isNegated: boolean,
): Demand[] {
  const list = new Set(listOf(names));
  return [[key, anything(what, path, isNegated ? { excluded: list } : { only: list })]];
}

/** Bounds of a number that is always there. */
interface Bounds {
  atLeast?: number | undefined;
  atMost?: number | undefined;
  lessThan?: number | undefined;
}

/** A number that is always there, each bound as a domain of its own. */
function amount(
  key: string,
  what: string,
  path: string,
  { atLeast, atMost, lessThan }: Bounds,
  isNegated: boolean,
  more: Partial<Domain> = {},
): Demand[] {
  const add = (bound: Partial<Domain>): Demand => [
    key,
    anything(what, path, { isNumber: true, ...more, ...bound }),
  ];
  const given = [
    ...(atLeast === undefined
      ? []
      : [isNegated ? { highest: atLeast, isHighestOut: true } : { lowest: atLeast }]),
    ...(atMost === undefined
      ? []
      : [isNegated ? { lowest: atMost, isLowestOut: true } : { highest: atMost }]),
    ...(lessThan === undefined
      ? []
      : [isNegated ? { lowest: lessThan } : { highest: lessThan, isHighestOut: true }]),
  ];
  // "Not (a and b)" is "not a or not b": of two bounds neither is sure.
  return isNegated && given.length > 1 ? [] : given.map(add);
}

/** A whole number: bounds between whole numbers are moved to them. */
export function wholeAmount(
  key: string,
  what: string,
  path: string,
  bounds: Bounds,
  isNegated: boolean,
): Demand[] {
  return amount(key, what, path, bounds, isNegated).map(([name, domain]) => {
    if (domain.lowest > -Infinity) {
      domain.lowest = domain.isLowestOut ? Math.floor(domain.lowest) + 1 : Math.ceil(domain.lowest);
      domain.isLowestOut = false;
    }
    if (domain.highest < Infinity) {
      domain.highest = domain.isHighestOut ? Math.ceil(domain.highest) - 1 : Math.floor(domain.highest);
      domain.isHighestOut = false;
    }
    return [name, domain];
  });
}

function pathDemands(test: Extract<Test, { test: "path" }>, path: string): Demand[] {
  const found: Demand[] = [];
  const add = (more: Partial<Domain>) => found.push(["path", anything("the path", path, more)]);
  if (test.equals !== undefined) add({ only: new Set([normalPath(test.equals)]) });
  if (test.prefix !== undefined) add({ prefix: foldPath(test.prefix) });
  if (test.glob !== undefined) {
    const glob = normalPath(test.glob);
    add({ demands: [{ words: `like ${quoted(test.glob)}`, accepts: (value) => matchGlob(glob, value) }] });
  }
  return found;
}

/** What a test about behaviour asks is judged elsewhere: there are other conditions inside it. */
export type BehaviourTest = Extract<Test, { test: "count" | "distinct" | "sum" | "sequence" | "last" }>;

/**
 * What must be so if a test holds, or if it does not.
 *
 * @returns Domains by value; all of them hold. None: nothing is sure.
 */
export function demandsOf(
  test: Exclude<Test, BehaviourTest>,
  path: string,
  isNegated: boolean,
  facts: ModelFacts,
): Demand[] {
  switch (test.test) {
    case "event":
      return named("event", "the event's name", path, test.is, isNegated);
    case "page_kind":
      return named("page_kind", "the page's kind", path, test.is, isNegated);
    case "referrer": {
      const demands = named("referrer", "the referrer's class", path, test.is, isNegated);
      const known = anything("the referrer's class", path, { only: new Set(Object.keys(referrerClasses)) });
      return isNegated ? demands : [["referrer", known], ...demands];
    }
    case "property":
    case "trait":
    case "title":
    case "geo":
    case "campaign":
      return isNegated ? negatedComparisons(test, path) : comparisons(test, path);
    case "device": {
      if (isNegated) return negatedComparisons(test, path);
      const demands = comparisons(test, path);
      if (test.field !== "type") return demands;
      const [key, what] = subjectOf(test);
      return [[key, anything(what, path, { only: new Set(deviceTypes) })], ...demands];
    }
    case "path":
      return isNegated ? [] : pathDemands(test, path);
    case "identity":
      return choice("identity", "the visitor", path, ["known", "anonymous"], test.is, isNegated);
    case "source":
      return named("source", "the event's source", path, test.is, isNegated);
    case "consent":
      return choice("consent", "consent", path, ["granted", "denied", "unknown"], test.is, isNegated);
    case "visit":
      return choice("visit", "the visit", path, ["first", "returning"], test.is, isNegated);
    case "disqualified":
      return choice("disqualified", '"disqualified"', path, [true, false], test.is, isNegated);
    case "time": {
      if (isNegated) return [];
      const { weekdays, from = "00:00", until } = test;
      const found: Demand[] = [];
      if (weekdays !== undefined)
        found.push(["weekday", anything("the weekday", path, { only: new Set(weekdays) })]);
      // The end is no part of it: from a time of day until the same there is none.
      if (from === until) {
        const none = { words: `from ${from} until ${until}`, accepts: () => false };
        found.push(["time", anything("the time of day", path, { presence: false, demands: [none] })]);
      }
      return found;
    }
    case "inactive":
      return amount("inactive", "the days without an event", path, { atLeast: test.days }, isNegated);
    case "segment": {
      const segments = listOf(test.is);
      if (segments.length > 1 && !isNegated) return [];
      return segments.flatMap((id) =>
        choice(`segment:${id}`, `being in the segment "${id}"`, path, [true, false], true, isNegated),
      );
    }
    case "stage": {
      const is = test.is === undefined ? undefined : facts.stageOrdinal(test.is);
      const atLeast = test.atLeast === undefined ? undefined : facts.stageOrdinal(test.atLeast);
      const words = { nameOf: facts.stageName };
      if (isNegated && is !== undefined && atLeast !== undefined) return [];
      const exact: Partial<Domain> =
        is === undefined ? {} : isNegated ? { excluded: new Set([is]) } : { lowest: is, highest: is };
      return [
        ...amount("stage", "the stage", path, { atLeast }, isNegated, words),
        ...(is === undefined
          ? []
          : [["stage", anything("the stage", path, { isNumber: true, ...words, ...exact })] as const]),
      ];
    }
    case "score": {
      const [lowest, highest] = facts.boundsOf(test.of);
      const what = test.of === undefined ? "the total" : `the score "${test.of}"`;
      const key = scoreKey(test.of);
      const bounds = anything(what, path, { isNumber: true, lowest, highest });
      return [[key, bounds], ...wholeAmount(key, what, path, test, isNegated)];
    }
  }
}

/** Key under which a score's domain is found. */
export function scoreKey(id: string | undefined): string {
  return id === undefined ? "total" : `score:${id}`;
}
