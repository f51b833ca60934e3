import type { CompiledModel } from "./compile.ts";
import type { VisitorState } from "./state.ts";

/** Scores as they stand, inside their bounds. */
export interface Reading {
  /** By ordinal, before bounds. */
  raw: number[];
  /** By ordinal, inside each score's bounds. */
  bounded: number[];
  /** Sum of the bounded scores, before the total's own bounds. */
  sum: number;
  total: number;
}

/**
 * Reads the scores of a state. Bounds apply here and nowhere else: clamping while folding would make
 * the order of the past matter. Reading never writes.
 */
export function readScores(state: VisitorState, model: CompiledModel): Reading {
  const raw = [...state.points];
  for (const rule of model.stateRules) {
    if (Object.hasOwn(state.holding, rule.ordinal)) raw[rule.score] = (raw[rule.score] ?? 0) + rule.points;
  }
  let sum = 0;
  const bounded = model.scores.map((score, ordinal) => {
    const value = clamp(raw[ordinal] ?? 0, score.min, score.max);
    sum += value;
    return value;
  });
  return { raw, bounded, sum, total: clamp(sum, model.total.min, model.total.max) };
}

/** The score of an ordinal, or the total for -1. */
export function scoreOf(reading: Reading, ordinal: number): number {
  return ordinal < 0 ? reading.total : (reading.bounded[ordinal] ?? 0);
}

/** The stage the visitor is in: the furthest one that is held; 0 when there is none. */
export function stageOf(state: VisitorState, model: CompiledModel): number {
  for (let ordinal = model.stages.length - 1; ordinal > 0; ordinal -= 1) {
    if (state.stages[ordinal]?.held === true) return ordinal;
  }
  return 0;
}

/** Id of the stage that the visitor is in. */
export function stageId(state: VisitorState, model: CompiledModel): string {
  return model.stages[stageOf(state, model)]?.source.id ?? "";
}

/** Scores by id. */
export function scoresById(reading: Reading, model: CompiledModel): Record<string, number> {
  const scores: Record<string, number> = {};
  for (const [ordinal, score] of model.scores.entries()) scores[score.id] = reading.bounded[ordinal] ?? 0;
  return scores;
}

export function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}
