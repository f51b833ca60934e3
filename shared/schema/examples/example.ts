import type { Condition } from "../condition.ts";
import type { TrackedEvent } from "../event.ts";
import type { Expectation } from "../journey.ts";
import type { Model } from "../model.ts";

/**
 * An event of an example, as it is scored: `name`, and whatever matters of `properties`, `traits`,
 * `page`, `visit`, `userId` and `source` (browser when left out).
 */
export interface ExampleEvent extends Partial<Omit<TrackedEvent, "atMs" | "messageId" | "type" | "name">> {
  name: string;
  /** ISO 8601; a minute after the event before, or `firstEventAt`, when left out. */
  at?: string;
}

/** When the first event of an example happens if it does not say so: a Friday, 13:00 in Istanbul. */
export const firstEventAt = "2026-11-20T10:00:00Z";

/** A visitor: what happened, the oldest first, and the moment of asking. */
export interface ExampleVisitor {
  events: readonly ExampleEvent[];
  /** ISO 8601; the moment of the last event when left out. */
  now?: string;
}

/** A condition with a visitor for whom it holds, and one much like that for whom it does not. */
export interface ConditionExample {
  condition: Condition;
  holds: ExampleVisitor;
  fails: ExampleVisitor;
}

/** What comes out for a visitor. */
export interface ExampleOutcome extends ExampleVisitor {
  gives: Expectation;
}

/** A part of a model with a visitor for whom it does something, and one for whom it does not. */
export interface PartExample {
  /** What it shows, when a part has several. */
  title?: string;
  /** Takes the place of the same keys of the example model. */
  part: Partial<Model>;
  example: ExampleOutcome;
  counter: ExampleOutcome;
}
