import type { Condition, Test } from "../../schema/condition.ts";
import { requiredEvents } from "../condition/required-events.ts";
import { closedRangeOf, type ClosedRange } from "./closed-range.ts";

type TestOf<Kind extends Test["test"]> = Extract<Test, { test: Kind }>;

/** The property, or with null the page kind, is one of these values. */
export interface ValueDemand {
  name: string | null;
  values: readonly unknown[];
}

/** The property is a number in this range. */
export interface RangeDemand extends ClosedRange {
  name: string;
}

/**
 * A condition about an event taken apart: it is true when every demand is met and all that is left
 * holds.
 */
export interface Demands {
  /** Names that the event may have; null when any will do. */
  names: ReadonlySet<string> | null;
  path: TestOf<"path"> | null;
  values: readonly ValueDemand[];
  ranges: readonly RangeDemand[];
  /** What no index can answer. */
  rest: readonly Condition[];
}

/** Takes apart what every way to meet a condition needs. */
export function demandsOf(condition: Condition): Demands {
  const values: ValueDemand[] = [];
  const ranges: RangeDemand[] = [];
  const rest: Condition[] = [];
  let path: TestOf<"path"> | null = null;
  for (const part of partsOf(condition)) {
    if (asksOnlyForName(part)) continue;
    if (!("test" in part)) rest.push(part);
    else if (part.test === "page_kind") values.push({ name: null, values: [part.is].flat() });
    else if (part.test === "path" && path === null) path = part;
    else if (part.test === "property") {
      const { test, name, equals, in: among, atLeast, moreThan, atMost, lessThan, ...others } = part;
      if (equals !== undefined) values.push({ name, values: [equals] });
      if (among !== undefined) values.push({ name, values: among });
      if ((atLeast ?? moreThan ?? atMost ?? lessThan) !== undefined)
        ranges.push({ name, ...closedRangeOf({ atLeast, moreThan, atMost, lessThan }) });
      if (Object.values(others).some((comparison) => comparison !== undefined))
        rest.push({ test, name, ...others });
    } else rest.push(part);
  }
  return { names: requiredEvents(condition), path, values, ranges, rest };
}

/** Conditions that must all hold. */
function partsOf(condition: Condition): Condition[] {
  return "all" in condition ? condition.all.flatMap(partsOf) : [condition];
}

/** Whether a condition is true for the names that it requires and asks for nothing else. */
function asksOnlyForName(condition: Condition): boolean {
  if ("any" in condition) return condition.any.every(asksOnlyForName);
  if ("all" in condition) return condition.all.every(asksOnlyForName);
  return "test" in condition && condition.test === "event";
}
