import { explain } from "../../shared/core/index.ts";
import type { TrackedEvent } from "../../shared/schema/event.ts";
import type { Receipt, StageChange } from "../../shared/schema/receipt.ts";
import {
  emptyState,
  fadeTo,
  fold,
  foldLog,
  handOffsOf,
  receiptLines,
  stageChanges,
  standingOf,
  type LoadedModel,
} from "../scoring.ts";

/** An event and what came of it. */
export interface Moment {
  atMs: number;
  name: string;
  path: string | null;
  source: string;
  eventId: string;
  /** Receipts of the event, in words and as data. */
  lines: string[];
  receipts: Receipt[];
  /** The total after it. */
  total: number;
  entered: string[];
  left: string[];
  handOffs: string[];
  /** Stages that were left before it, while nothing happened, because points faded. */
  faded: Faded[];
}

/** A stage that was left because points faded. */
export interface Faded {
  stage: string;
  atMs: number;
}

/** The account of a visitor. */
export interface Account {
  atMs: number;
  total: number;
  scores: Record<string, number>;
  stage: string;
  moments: Moment[];
  /** What no single event paid: fit, age, bounds. */
  standing: { lines: string[]; receipts: Receipt[]; faded: Faded[] };
  /** Sum of all receipts. */
  sum: number;
}

/** Tells a visitor's story: each event with its receipts, then what holds at the end, and the sum. */
export function accountOf(
  events: readonly TrackedEvent[],
  model: LoadedModel,
  atMs: number,
  language: string,
): Account {
  const { state, effects } = foldLog(events, model.compiled);
  const receipts = receiptLines(effects, state, model, atMs);
  const eventReceipts = new Map<string, Receipt[]>();
  for (const receipt of receipts) {
    if ((receipt.kind !== "event" && receipt.kind !== "manual") || receipt.eventId === null) continue;
    const own = eventReceipts.get(receipt.eventId);
    if (own === undefined) eventReceipts.set(receipt.eventId, [receipt]);
    else own.push(receipt);
  }
  let running = emptyState(model.compiled);
  const moments = events.map((event): Moment => {
    const step = fold(running, [event], model.compiled);
    running = step.state;
    const own = eventReceipts.get(event.messageId) ?? [];
    const changes = stageChanges(step.effects, model);
    return {
      atMs: event.atMs,
      name: event.name,
      path: event.page?.path ?? null,
      source: event.source,
      eventId: event.messageId,
      lines: explain(own, language),
      receipts: own,
      total: standingOf(running, model, event.atMs).total,
      entered: changes.filter(({ kind }) => kind === "entered").map(({ stage }) => stage),
      left: changes
        .filter(({ kind, eventId }) => kind === "left" && eventId !== null)
        .map(({ stage }) => stage),
      faded: fadedOf(changes),
      handOffs: handOffsOf(step.effects, model).map(({ key }) => key),
    };
  });
  const told = new Set(moments.flatMap((moment) => moment.receipts));
  const rest = receipts.filter((receipt) => !told.has(receipt));
  return {
    atMs,
    ...standingOf(state, model, atMs),
    moments,
    standing: {
      lines: explain(rest, language),
      receipts: rest,
      faded: fadedOf(stageChanges(fadeTo(state, atMs, model.compiled).effects, model)),
    },
    sum: receipts.reduce((sum, { points }) => sum + points, 0),
  };
}

function fadedOf(changes: readonly StageChange[]): Faded[] {
  return changes.filter(({ eventId }) => eventId === null).map(({ stage, atMs }) => ({ stage, atMs }));
}
