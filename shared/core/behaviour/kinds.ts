import type { EventCondition } from "../../schema/condition.ts";
import type { TrackedEvent } from "../../schema/event.ts";
import { requiredEvents } from "../condition/required-events.ts";
import type { BehaviourTest } from "../condition/tests.ts";
import { dayMs } from "../day.ts";
import { own } from "../own.ts";
import { normalPath } from "../path.ts";
import { foldText } from "../text.ts";
import { isWithin, neededFor, type Behaviour, type CompileEventCondition } from "./behaviour.ts";
import {
  blockLength,
  countAfter,
  latestTimes,
  noTimes,
  sumAfter,
  withAmount,
  withTime,
  type TimeBlocks,
} from "./time-blocks.ts";
import { touchpointOf } from "./touchpoint.ts";
import { noValues, valuesAfter, withValue, type ValueBuckets } from "./value-buckets.ts";

type TestOf<Kind extends BehaviourTest["test"]> = Extract<BehaviourTest, { test: Kind }>;
type Pair = readonly [string | number, number];

/** Compiles a test about behaviour: what to remember, and how to ask. */
export function compileBehaviour(test: BehaviourTest, compile: CompileEventCondition): Behaviour {
  switch (test.test) {
    case "count":
      return count(test, compile);
    case "distinct":
      return distinct(test, compile);
    case "sum":
      return sum(test, compile);
    case "sequence":
      return sequence(test, compile);
    case "last":
      return last(test, compile);
  }
}

function windowOf(withinDays: number | undefined): number {
  return withinDays === undefined ? Number.POSITIVE_INFINITY : withinDays * dayMs;
}

/** For life a number; in a window the latest times, about as many as are needed. */
function count(test: TestOf<"count">, compile: CompileEventCondition): Behaviour {
  const of = compile(test.of);
  const names = requiredEvents(test.of);
  const needed = neededFor(test);
  if (test.withinDays === undefined) {
    return {
      names,
      update: (memory, _event, environment) =>
        of(environment) ? ((memory as number | undefined) ?? 0) + 1 : memory,
      holds: (memory) => isWithin((memory as number | undefined) ?? 0, test),
    };
  }
  const windowMs = windowOf(test.withinDays);
  if (needed > blockLength) {
    return {
      names,
      update: (memory, { atMs }, environment) => {
        if (!of(environment)) return memory;
        const known = (memory as TimeBlocks | undefined) ?? noTimes;
        return latestTimes(withTime(known, atMs, atMs - windowMs), needed);
      },
      holds: (memory, nowMs) =>
        isWithin(countAfter((memory as TimeBlocks | undefined) ?? noTimes, nowMs - windowMs), test),
    };
  }
  return {
    names,
    update: (memory, event, environment) =>
      of(environment) ? [...((memory as number[] | undefined) ?? []), event.atMs].slice(-needed) : memory,
    holds: (memory, nowMs) => {
      const times = (memory as number[] | undefined) ?? [];
      return isWithin(times.filter((atMs) => atMs > nowMs - windowMs).length, test);
    },
  };
}

function keyOf(test: TestOf<"distinct">, event: TrackedEvent): string | number | undefined {
  switch (test.by) {
    case "name":
      return event.name;
    case "path":
      return event.page === undefined ? undefined : normalPath(event.page.path);
    case "touchpoint":
      return touchpointOf(event);
    case "day":
      return Math.floor(event.atMs / dayMs);
    case "property": {
      const value = own(event.properties, test.property ?? "");
      if (typeof value === "string") return value === "" ? undefined : foldText(value);
      return typeof value === "number" ? value : undefined;
    }
  }
}

/** Each value with the time it was last met, the latest ones, no more than are needed. */
function distinct(test: TestOf<"distinct">, compile: CompileEventCondition): Behaviour {
  const of = compile(test.of);
  const needed = neededFor(test);
  const names = requiredEvents(test.of);
  const windowMs = windowOf(test.withinDays);
  if (needed > blockLength) {
    return {
      names,
      update: (memory, event, environment) => {
        const key = of(environment) ? keyOf(test, event) : undefined;
        if (key === undefined) return memory;
        return withValue((memory as ValueBuckets | undefined) ?? noValues, key, event.atMs, needed);
      },
      holds: (memory, nowMs) =>
        isWithin(valuesAfter((memory as ValueBuckets | undefined) ?? noValues, nowMs - windowMs), test),
    };
  }
  return {
    names,
    update: (memory, event, environment) => {
      const key = of(environment) ? keyOf(test, event) : undefined;
      if (key === undefined) return memory;
      const others = ((memory as readonly Pair[] | undefined) ?? []).filter(([known]) => known !== key);
      return [...others, [key, event.atMs] as const].slice(-needed);
    },
    holds: (memory, nowMs) => {
      const pairs = (memory as readonly Pair[] | undefined) ?? [];
      return isWithin(pairs.filter(([, atMs]) => atMs > nowMs - windowMs).length, test);
    },
  };
}

/** For life the sum; in a window each amount with its time. */
function sum(test: TestOf<"sum">, compile: CompileEventCondition): Behaviour {
  const of = compile(test.of);
  const names = requiredEvents(test.of);
  const amountOf = (event: TrackedEvent) => {
    const value = own(event.properties, test.property);
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  };
  if (test.withinDays === undefined) {
    return {
      names,
      update: (memory, event, environment) => {
        const amount = of(environment) ? amountOf(event) : undefined;
        return amount === undefined ? memory : ((memory as number | undefined) ?? 0) + amount;
      },
      holds: (memory) => isWithin((memory as number | undefined) ?? 0, test),
    };
  }
  const windowMs = windowOf(test.withinDays);
  return {
    names,
    update: (memory, event, environment) => {
      const amount = of(environment) ? amountOf(event) : undefined;
      if (amount === undefined) return memory;
      const known = (memory as TimeBlocks | undefined) ?? noTimes;
      return withAmount(known, event.atMs, amount, event.atMs - windowMs);
    },
    holds: (memory, nowMs) =>
      isWithin(sumAfter((memory as TimeBlocks | undefined) ?? noTimes, nowMs - windowMs), test),
  };
}

/** Stands for a step that was not reached. */
const never = -1;

/**
 * For each step the latest start of a partial match that reached it: that is all there is to know.
 * The last number says whether the whole was ever met.
 */
function sequence(test: TestOf<"sequence">, compile: CompileEventCondition): Behaviour {
  const steps = test.steps.map(compile);
  const windowMs = windowOf(test.withinDays);
  const end = steps.length - 1;
  return {
    names: unionOfNames(test.steps),
    update: (memory, event, environment) => {
      const known = (memory as readonly number[] | undefined) ?? steps.map(() => never);
      const starts = [...known];
      // From the last step to the first, so that one event is one step.
      for (let step = end; step > 0; step -= 1) {
        const start = starts[step - 1] ?? never;
        const predicate = steps[step];
        if (start === never || predicate === undefined || start <= event.atMs - windowMs) continue;
        if (start > (starts[step] ?? never) && predicate(environment)) starts[step] = start;
      }
      const [first] = steps;
      if (first !== undefined && first(environment)) starts[0] = event.atMs;
      return starts.some((start, step) => start !== known[step]) ? starts : memory;
    },
    holds: (memory) => ((memory as readonly number[] | undefined)?.[end] ?? never) !== never,
  };
}

/** The keys of the last ones, and whether each was answered. */
function last(test: TestOf<"last">, compile: CompileEventCondition): Behaviour {
  const of = compile(test.of);
  const answer = compile(test.followedBy);
  const keyIn = (event: TrackedEvent) => {
    const value = own(event.properties, test.by);
    return typeof value === "string" || typeof value === "number" ? value : undefined;
  };
  return {
    names: unionOfNames([test.of, test.followedBy]),
    update: (memory, event, environment) => {
      const key = keyIn(event);
      if (key === undefined) return memory;
      let pairs = (memory as readonly Pair[] | undefined) ?? [];
      const before = pairs;
      if (of(environment) && !pairs.some(([known]) => known === key))
        pairs = [...pairs, [key, 0] as const].slice(-test.times);
      if (answer(environment) && pairs.some(([known, isAnswered]) => known === key && isAnswered === 0)) {
        pairs = pairs.map((pair) => (pair[0] === key ? ([key, 1] as const) : pair));
      }
      return pairs === before ? memory : pairs;
    },
    holds: (memory) => {
      const pairs = (memory as readonly Pair[] | undefined) ?? [];
      return pairs.length === test.times && pairs.every(([, isAnswered]) => isAnswered === 1);
    },
  };
}

function unionOfNames(conditions: readonly EventCondition[]): ReadonlySet<string> | null {
  const union = new Set<string>();
  for (const condition of conditions) {
    const names = requiredEvents(condition);
    if (names === null) return null;
    for (const name of names) union.add(name);
  }
  return union;
}
