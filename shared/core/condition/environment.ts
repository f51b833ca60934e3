import type { TrackedEvent } from "../../schema/event.ts";
import type { VisitorState } from "../state.ts";

/** What a condition can look at. One object is used again and again while folding. */
export interface Environment {
  state: VisitorState;
  /** The event being scored; null when a decision is made about the visitor as such. */
  event: TrackedEvent | null;
  /** The page that counts: of the event, or the one the visitor is on. */
  page: { path: string; kind?: string | null } | null;
  /** A score by ordinal, or the total for -1, inside its bounds. */
  score: (ordinal: number) => number;
  /** Ordinal of the stage the visitor is in. */
  stage: () => number;
}

/** A compiled condition. */
export type Predicate = (environment: Environment) => boolean;
