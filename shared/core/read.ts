import type { CompiledModel } from "./compile.ts";
import { fadeTo } from "./fold.ts";
import type { VisitorState } from "./state.ts";
import { View, type Reading } from "./view.ts";

/**
 * Reads the scores of a state at a moment. Bounds apply here and nowhere else: clamping while folding
 * would make the order of the past matter. Reading never writes.
 */
export function readScores(state: VisitorState, model: CompiledModel, nowMs: number): Reading {
  return new View(state, model, nowMs).read();
}

/** A state as it stands at a moment, ready to be asked. */
export function viewAt(state: VisitorState, model: CompiledModel, nowMs: number): View {
  const now = model.fadesByMs === null ? state : fadeTo(state, nowMs, model).state;
  return new View(now, model, nowMs);
}

/** Id of the stage that the visitor is in at a moment. */
export function stageId(state: VisitorState, model: CompiledModel, nowMs: number): string {
  return model.stages[viewAt(state, model, nowMs).stage()]?.source.id ?? "";
}

/** Scores by id. */
export function scoresById(reading: Reading, model: CompiledModel): Record<string, number> {
  const scores: Record<string, number> = {};
  for (const [ordinal, score] of model.scores.entries()) scores[score.id] = reading.bounded[ordinal] ?? 0;
  return scores;
}

/** Ids of the segments that the visitor is in. */
export function segmentIds(view: View): string[] {
  return view.model.segments.flatMap(({ id }, ordinal) => (view.isInSegment(ordinal) ? [id] : []));
}

/** Id of the disqualification that holds, or null. */
export function disqualifiedBy(view: View): string | null {
  return view.model.disqualifications[view.disqualification()]?.id ?? null;
}

/**
 * The next moment at which the visitor's stage changes though nothing happens, so that nobody has to
 * look again and again.
 *
 * @returns Milliseconds since 1970, after `nowMs`; null when time closes no stage any more.
 */
export function nextChangeAt(state: VisitorState, model: CompiledModel, nowMs: number): number | null {
  const { fadesByMs, fadesFor } = model;
  if (fadesByMs === null || state.last === null) return null;
  const horizonMs = state.last.atMs + (fadesFor + 1) * fadesByMs;
  const next = fadeTo(state, Math.max(nowMs, horizonMs), model).effects.find(({ atMs }) => atMs > nowMs);
  return next?.atMs ?? null;
}
