import type { TrackedEvent } from "../../schema/event.ts";
import type { Zone } from "../zone.ts";
import type { VisitorState } from "../state.ts";

/** What a condition can look at. One object is used again and again while folding. */
export interface Environment {
  readonly state: VisitorState;
  /** The time at which the question is asked: the event's, or now. */
  readonly nowMs: number;
  /** The event being scored; null when a decision is made about the visitor as such. */
  readonly event: TrackedEvent | null;
  /** The page that counts: of the event, or the one the visitor is on. */
  readonly page: { path: string; kind?: string | null; title?: string } | null;
  /** Milliseconds since the last event; 0 at an event. */
  readonly idleMs: number;
  /** Milliseconds between the event before and this one. */
  readonly gapMs: number;
  readonly zone: Zone;
  /** The page's path in the form that is compared. */
  path: () => string | null;
  /** A score by ordinal, or the total for -1, inside its bounds. */
  score: (ordinal: number) => number;
  /** Ordinal of the stage the visitor is in. */
  stage: () => number;
  isInSegment: (ordinal: number) => boolean;
  /** Ordinal of the disqualification that holds, or -1. */
  disqualification: () => number;
}

/** A compiled condition. */
export type Predicate = (environment: Environment) => boolean;
