import type { EventCondition } from "../../schema/condition.ts";
import type { TrackedEvent } from "../../schema/event.ts";
import type { Environment, Predicate } from "../condition/environment.ts";
import type { TimeBlocks } from "./time-blocks.ts";
import type { ValueBuckets } from "./value-buckets.ts";

/** What a state remembers for one behaviour: plain JSON. */
export type Memory =
  | number
  | readonly number[]
  | readonly (readonly [string | number, number])[]
  | TimeBlocks
  | ValueBuckets;

/** How one kind of behaviour is remembered and asked about. */
export interface Behaviour {
  /** Event names that can change the memory; null when any may. */
  names: ReadonlySet<string> | null;
  /** @returns The memory after this event; the same object when nothing changed. */
  update: (memory: Memory | undefined, event: TrackedEvent, environment: Environment) => Memory | undefined;
  /** Whether the test holds at a moment. */
  holds: (memory: Memory | undefined, nowMs: number) => boolean;
}

/** Compiles a condition about an event. */
export type CompileEventCondition = (condition: EventCondition) => Predicate;

/** Whether an amount is inside its limits. */
export function isWithin(
  amount: number,
  limits: { atLeast?: number | undefined; atMost?: number | undefined },
): boolean {
  return (
    (limits.atLeast === undefined || amount >= limits.atLeast) &&
    (limits.atMost === undefined || amount <= limits.atMost)
  );
}

/** How many have to be remembered to tell whether the limits hold: one more than the upper one, and no fewer than the lower one. */
export function neededFor(limits: { atLeast?: number | undefined; atMost?: number | undefined }): number {
  return Math.max(Math.ceil(limits.atLeast ?? 1), Math.floor(limits.atMost ?? 0) + 1, 1);
}
