import type { CompiledModel } from "./compile.ts";
import type { Position } from "./order.ts";

/** What is remembered of one action: when it was seen, and how it was answered. */
export interface PromotionMemory {
  /** Times of the latest views, milliseconds; no more of them than the action's cap needs. */
  viewedAtMs: number[];
  dismissedAtMs?: number;
  selectedAtMs?: number;
}

/** What is remembered of one stage. */
export interface StageMemory {
  held: boolean;
  /** How often it was entered. */
  entered: number;
  /** When it was last entered or left. */
  sinceMs: number;
}

/** The event at which a state rule began to hold. */
export interface Holding {
  eventId: string;
  atMs: number;
}

/**
 * Everything the core remembers of a visitor: plain JSON, small, and valid for one version of one
 * model. Keys that are numbers are ordinals in the compiled model, so a state of another model is
 * never read: the log is folded again.
 */
export interface VisitorState {
  /** Layout of this object; another layout means folding again. */
  layout: 1;
  modelId: string;
  /** The last event folded, in canonical order. */
  last: Position | null;
  firstSeenAtMs: number;
  lastSeenAtMs: number;
  events: number;
  lastEventName: string | null;
  lastPage: { path: string; kind: string | null } | null;
  /** By name, the last writer wins in canonical order. */
  traits: Record<string, unknown>;
  userId: string | null;
  /** Points of event rules by score, unbounded. */
  points: number[];
  /** By rule: times of the latest awards in a windowed cap, or the count of a cap for life. */
  awards: Record<number, number[] | number>;
  /** By state rule that holds. */
  holding: Record<number, Holding>;
  /** By stage that was ever entered. */
  stages: Record<number, StageMemory>;
  /** By hand-off: how often it was triggered. */
  handOffs: Record<number, number>;
  /** By action. */
  promotions: Record<number, PromotionMemory>;
}

/** The state of a visitor of whom nothing is known. */
export function emptyState(model: CompiledModel): VisitorState {
  return {
    layout: 1,
    modelId: model.id,
    last: null,
    firstSeenAtMs: 0,
    lastSeenAtMs: 0,
    events: 0,
    lastEventName: null,
    lastPage: null,
    traits: {},
    userId: null,
    points: model.scores.map(() => 0),
    awards: {},
    holding: {},
    stages: {},
    handOffs: {},
    promotions: {},
  };
}

/** A copy whose parts can be changed without changing the original. */
export function copyState(state: VisitorState): VisitorState {
  return {
    ...state,
    traits: { ...state.traits },
    points: [...state.points],
    awards: mapValues(state.awards, (award) => (typeof award === "number" ? award : [...award])),
    holding: { ...state.holding },
    stages: mapValues(state.stages, (stage) => ({ ...stage })),
    handOffs: { ...state.handOffs },
    promotions: mapValues(state.promotions, (memory) => ({
      ...memory,
      viewedAtMs: [...memory.viewedAtMs],
    })),
  };
}

function mapValues<T>(record: Record<number, T>, change: (value: T) => T): Record<number, T> {
  const copy: Record<number, T> = {};
  for (const [key, value] of Object.entries(record)) copy[Number(key)] = change(value);
  return copy;
}
