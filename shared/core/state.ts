import type { ReferrerClass, VisitContext } from "../schema/event.ts";
import type { Memory } from "./behaviour/behaviour.ts";
import type { CompiledModel } from "./compile.ts";
import type { CapMemory } from "./cap.ts";
import type { MailMemory } from "./mail.ts";
import type { Position } from "./order.ts";
import type { Sparse } from "./sparse.ts";

/** What is remembered of one action: when it was seen, and how it was answered. */
export interface PromotionMemory {
  /** Times of the latest views, milliseconds; no more of them than the action's cap needs. */
  viewedAtMs: readonly number[];
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

/** What a rule about the person pays, and the event at which it began to. */
export interface Holding {
  points: number;
  eventId: string;
  atMs: number;
}

/** Points that wait for a sign of a person, or may have to go back: rule, account, points, and when they were awarded. */
export type Waiting = readonly [rule: number, account: number, points: number, atMs?: number];

/**
 * Everything the core remembers of a visitor: plain JSON, small, and valid for one version of one
 * model. Keys that are numbers are ordinals in the compiled model, so a state of another model is
 * never read: the log is folded again.
 *
 * No part is ever changed in place; a fold makes new parts where something changes and shares the
 * others with the state it was given.
 */
export interface VisitorState {
  /** Layout of this object; another layout means folding again. */
  layout: 4;
  modelId: string;
  /** The last event folded, in canonical order. */
  last: Position | null;
  firstSeenAtMs: number;
  lastSeenAtMs: number;
  events: number;
  /** Visits; one ends after 30 minutes without an event. */
  visits: number;
  visitStartMs: number;
  lastEventName: string | null;
  lastPage: { path: string; kind: string | null; title?: string } | null;
  /** What the edge last found out, as far as the model asks for it. */
  visit: Pick<VisitContext, "geo" | "device" | "campaign"> & { referrer?: ReferrerClass };
  consent: "granted" | "denied" | "unknown";
  /** By name, the last writer wins in canonical order. */
  traits: Readonly<Record<string, unknown>>;
  userId: string | null;
  /** By account: the sum, or the buckets of one that decays. */
  accounts: readonly (number | readonly number[])[];
  /** By event rule with a cap: what its cap has to remember. */
  awards: Sparse<CapMemory>;
  /** By group: points granted. */
  groups: Readonly<Record<number, number>>;
  waiting: readonly Waiting[];
  /** The latest messages that were sent to the visitor, the latest first; absent until there is one. */
  mails?: readonly MailMemory[];
  /** By rule about the person that pays. */
  holding: Readonly<Record<number, Holding>>;
  /** By behaviour that the model asks about. */
  behaviours: Readonly<Record<number, Memory>>;
  /** By disqualification that holds: since when. */
  disqualifiedSinceMs: Readonly<Record<number, number>>;
  /** By stage that was ever entered. */
  stages: Readonly<Record<number, StageMemory>>;
  /** By hand-off: how often it was triggered, and the latest times. */
  handOffs: Readonly<Record<number, { count: number; atMs: Exclude<CapMemory, number> }>>;
  /** By action. */
  promotions: Readonly<Record<number, PromotionMemory>>;
}

/** The state of a visitor of whom nothing is known. */
export function emptyState(model: CompiledModel): VisitorState {
  return {
    layout: 4,
    modelId: model.id,
    last: null,
    firstSeenAtMs: 0,
    lastSeenAtMs: 0,
    events: 0,
    visits: 0,
    visitStartMs: 0,
    lastEventName: null,
    lastPage: null,
    visit: {},
    consent: "unknown",
    traits: {},
    userId: null,
    accounts: model.accounts.map(({ weights }) => (weights === null ? 0 : [])),
    awards: [[], []],
    groups: {},
    waiting: [],
    holding: {},
    behaviours: {},
    disqualifiedSinceMs: {},
    stages: {},
    handOffs: {},
    promotions: {},
  };
}
