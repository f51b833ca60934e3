import type { Test } from "../../schema/condition.ts";
import { dayMs } from "../day.ts";
import { own } from "../own.ts";
import { compileComparisons } from "./compare.ts";
import type { Predicate } from "./environment.ts";
import { pathPatternOf } from "./path-pattern.ts";

/** Names in the model that a test may refer to, by ordinal. */
export interface Names {
  /** -1 for the total. */
  scoreOrdinal: (id: string | undefined) => number;
  stageOrdinal: (id: string) => number;
  segmentOrdinal: (id: string) => number;
  /** Whether the condition is asked of each event, and not of the visitor as such. */
  isAboutEvent: boolean;
  /** The place in a visitor's state at which a behaviour is remembered, and the question to it. */
  behaviour: (test: BehaviourTest) => Predicate;
}

type TestOf<Kind extends Test["test"]> = Extract<Test, { test: Kind }>;
type Compilers = { [Kind in Test["test"]]: (test: TestOf<Kind>, names: Names) => Predicate };

/** Tests about what happened before, which a state has to remember for. */
export type BehaviourTest = TestOf<"count" | "distinct" | "sum" | "sequence" | "last">;

function nameSet(names: string | readonly string[]): ReadonlySet<string> {
  return new Set(typeof names === "string" ? [names] : names);
}

function compilePath(test: TestOf<"path">): Predicate {
  const { isMet } = pathPatternOf(test);
  return (environment) => {
    const path = environment.path();
    return path !== null && isMet(path);
  };
}

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
}

function compileTime(test: TestOf<"time">): Predicate {
  const weekdays = test.weekdays === undefined ? undefined : new Set(test.weekdays);
  const from = test.from === undefined ? 0 : minuteOf(test.from);
  const until = test.until === undefined ? 24 * 60 : minuteOf(test.until);
  return ({ zone, nowMs }) => {
    const { weekday, minute } = zone(nowMs);
    if (weekdays !== undefined && !weekdays.has(weekday)) return false;
    return from <= until ? minute >= from && minute < until : minute >= from || minute < until;
  };
}

const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const digits = /\d/g;

/** Whether a visitor has told who they are: an e-mail address or a phone number that can be one, or a user id. */
export function isKnown(state: {
  traits: Readonly<Record<string, unknown>>;
  userId: string | null;
}): boolean {
  if (state.userId !== null) return true;
  const address = own(state.traits, "email");
  if (typeof address === "string" && address.length <= 254 && email.test(address)) return true;
  const phone = own(state.traits, "phone");
  return typeof phone === "string" && (phone.match(digits)?.length ?? 0) >= 7;
}

/** One compiler per kind of test. The type demands that none is forgotten. */
export const testCompilers: Compilers = {
  event: (test) => {
    const wanted = nameSet(test.is);
    return ({ event }) => event !== null && wanted.has(event.name);
  },
  property: (test) => {
    const holds = compileComparisons(test);
    return ({ event }) => event !== null && holds(own(event.properties, test.name));
  },
  page_kind: (test) => {
    const wanted = nameSet(test.is);
    return ({ page }) => typeof page?.kind === "string" && wanted.has(page.kind);
  },
  path: compilePath,
  title: (test) => {
    const holds = compileComparisons(test);
    return ({ page }) => page !== null && holds(page.title);
  },
  trait: (test) => {
    const holds = compileComparisons(test);
    return ({ state }) => holds(own(state.traits, test.name));
  },
  identity: (test) => {
    const wanted = test.is === "known";
    return ({ state }) => isKnown(state) === wanted;
  },
  source: (test) => {
    const wanted = test.is;
    return ({ event }) => event?.source === wanted;
  },
  geo: (test) => {
    const holds = compileComparisons(test);
    return ({ state }) => holds(state.visit.geo?.[test.field]);
  },
  device: (test) => {
    const holds = compileComparisons(test);
    return ({ state }) => holds(state.visit.device?.[test.field]);
  },
  campaign: (test) => {
    const holds = compileComparisons(test);
    return ({ state }) => holds(state.visit.campaign?.[test.field]);
  },
  referrer: (test) => {
    const wanted = nameSet(test.is);
    return ({ state }) => state.visit.referrer !== undefined && wanted.has(state.visit.referrer);
  },
  consent: (test) => {
    const wanted = test.is;
    return ({ state }) => state.consent === wanted;
  },
  visit: (test) => {
    const isFirst = test.is === "first";
    return ({ state }) => state.visits <= 1 === isFirst;
  },
  time: compileTime,
  count: (test, names) => names.behaviour(test),
  distinct: (test, names) => names.behaviour(test),
  sum: (test, names) => names.behaviour(test),
  sequence: (test, names) => names.behaviour(test),
  last: (test, names) => names.behaviour(test),
  inactive: (test, { isAboutEvent }) => {
    const limitMs = test.days * dayMs;
    return isAboutEvent ? ({ gapMs }) => gapMs >= limitMs : ({ idleMs }) => idleMs >= limitMs;
  },
  segment: (test, names) => {
    const wanted = [...nameSet(test.is)].map(names.segmentOrdinal);
    return (environment) => wanted.some((ordinal) => environment.isInSegment(ordinal));
  },
  disqualified: (test) => {
    const wanted = test.is;
    return (environment) => environment.disqualification() >= 0 === wanted;
  },
  stage: (test, names) => {
    const is = test.is === undefined ? undefined : names.stageOrdinal(test.is);
    const atLeast = test.atLeast === undefined ? undefined : names.stageOrdinal(test.atLeast);
    return (environment) => {
      const now = environment.stage();
      return (is === undefined || now === is) && (atLeast === undefined || now >= atLeast);
    };
  },
  score: (test, names) => {
    const ordinal = names.scoreOrdinal(test.of);
    const { atLeast, lessThan } = test;
    return (environment) => {
      const now = environment.score(ordinal);
      return (atLeast === undefined || now >= atLeast) && (lessThan === undefined || now < lessThan);
    };
  },
};

/** For how many days after the last event the answer of a test may change though nothing happens; 0 for never. */
export function daysOfChange(test: Test): number {
  switch (test.test) {
    case "inactive":
      return test.days;
    case "count":
    case "distinct":
    case "sum":
      return test.withinDays ?? 0;
    default:
      return 0;
  }
}

/** Whether the answer of a test may change as time goes by, without anything happening. */
export function dependsOnTime(test: Test): boolean {
  return daysOfChange(test) > 0;
}

/** Kinds of test whose answer changes only when something is told about the person. */
export function dependsOnPerson(test: Test): boolean {
  return test.test === "trait" || test.test === "identity";
}
