/**
 * The one place where the command line calls the scoring core, so that a change of its functions is
 * followed here and nowhere else.
 */
import {
  compile,
  decide,
  emptyState,
  fadeTo,
  fold,
  foldLog,
  ModelError,
  pageKindOf,
  readScores,
  receiptsOf,
  scoresById,
  stageChangesOf,
  stageId,
  type CompiledModel,
  type Effect,
  type VisitorState,
} from "../shared/core/index.ts";
import type { Decision } from "../shared/schema/decision.ts";
import type { TrackedEvent } from "../shared/schema/event.ts";
import type { Model } from "../shared/schema/model.ts";
import type { Receipt, StageChange } from "../shared/schema/receipt.ts";

export { emptyState, fadeTo, fold, foldLog, type CompiledModel, type Effect, type VisitorState };

/** A model as it was written, and as it is folded with. */
export interface LoadedModel {
  source: Model;
  compiled: CompiledModel;
}

/** Where a visitor stands at a moment. */
export interface Standing {
  total: number;
  scores: Record<string, number>;
  stage: string;
}

/** A hand-off that was triggered. */
export interface TriggeredHandOff {
  id: string;
  /** `<id>.<how-manieth>`. */
  key: string;
  eventId: string;
  atMs: number;
}

/** @throws {ModelError} When the model refers to what is not there. */
export function loadModel(source: Model, id: string): LoadedModel {
  return { source, compiled: compile({ version: 1, id, model: source }) };
}

/** What is wrong with a model, by place; none when it compiles. */
export function compileProblems(source: Model): readonly { path: string; message: string }[] {
  try {
    loadModel(source, "check");
    return [];
  } catch (error) {
    if (error instanceof ModelError) return error.problems;
    throw error;
  }
}

/** Reads where a visitor stands. */
export function standingOf(state: VisitorState, { compiled }: LoadedModel, nowMs: number): Standing {
  const reading = readScores(state, compiled, nowMs);
  return {
    total: reading.total,
    scores: scoresById(reading, compiled),
    stage: stageId(state, compiled, nowMs),
  };
}

/** The receipts of a visitor; see `receiptsOf`. */
export function receiptLines(
  effects: readonly Effect[],
  state: VisitorState,
  { compiled }: LoadedModel,
  nowMs: number,
): Receipt[] {
  return receiptsOf(effects, state, compiled, nowMs);
}

/** What is decided about a visitor at a moment. */
export function decisionOf(
  state: VisitorState,
  { compiled }: LoadedModel,
  nowMs: number,
  event: TrackedEvent | null,
): Decision {
  return decide(state, compiled, { nowMs, event, locale: event?.visit?.locale ?? "en" });
}

/** The hand-offs among the effects, in order. */
export function handOffsOf(effects: readonly Effect[], { source }: LoadedModel): TriggeredHandOff[] {
  return effects.flatMap((effect) => {
    if (effect.type !== "hand_off") return [];
    const id = source.handOffs?.[effect.handOff]?.id ?? "";
    return [{ id, key: `${id}.${effect.ordinal}`, eventId: effect.eventId, atMs: effect.atMs }];
  });
}

/** The changes of stage among the effects, in order. */
export function stageChanges(effects: readonly Effect[], { compiled }: LoadedModel): StageChange[] {
  return stageChangesOf(effects, compiled);
}

/** An event with its page's kind as another model sees it. */
export function withPageKind(event: TrackedEvent, { source }: LoadedModel): TrackedEvent {
  const { page } = event;
  if (page === undefined) return event;
  const { kind: earlier, ...rest } = page;
  const kind = pageKindOf(page.path, page.title, source.pageKinds ?? []);
  return kind === earlier ? event : { ...event, page: kind === undefined ? rest : { ...rest, kind } };
}
