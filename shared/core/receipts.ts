import type { Receipt, StageChange } from "../schema/receipt.ts";
import type { CompiledModel } from "./compile.ts";
import type { Effect } from "./fold.ts";
import { clamp, readScores } from "./read.ts";
import type { VisitorState } from "./state.ts";

/** Words of a bound's line. */
const boundLabel = {
  minimum: {
    en: "Held at the minimum",
    tr: "En düşük değerde tutuldu",
    pl: "Zatrzymano na minimum",
    ro: "Menținut la minim",
  },
  maximum: {
    en: "Held at the maximum",
    tr: "En yüksek değerde tutuldu",
    pl: "Zatrzymano na maksimum",
    ro: "Menținut la maxim",
  },
};

/**
 * The whole account of a score: a line for every award, every state rule that holds, and every bound
 * that took or gave. The lines sum to the total, always.
 *
 * @param effects All effects of folding the whole log; see `foldLog`.
 * @param state The state after it.
 */
export function receiptsOf(effects: readonly Effect[], state: VisitorState, model: CompiledModel): Receipt[] {
  const receipts: Receipt[] = [];
  for (const effect of effects) {
    if (effect.type !== "award") continue;
    const rule = model.rules[effect.rule];
    if (rule === undefined) continue;
    receipts.push({
      kind: "event",
      points: effect.points,
      nominal: rule.points,
      score: rule.score,
      ruleId: rule.id,
      label: rule.label,
      eventId: effect.eventId,
      atMs: effect.atMs,
      modelVersion: model.version,
      reason: effect.reason,
    });
  }
  for (const { ordinal } of model.stateRules) {
    const rule = model.rules[ordinal];
    const holding = state.holding[ordinal];
    if (rule === undefined || holding === undefined) continue;
    receipts.push({
      kind: "state",
      points: rule.points,
      nominal: rule.points,
      score: rule.score,
      ruleId: rule.id,
      label: rule.label,
      eventId: holding.eventId,
      atMs: holding.atMs,
      modelVersion: model.version,
      reason: "granted",
    });
  }
  return [...receipts, ...boundReceipts(state, model)];
}

function boundReceipts(state: VisitorState, model: CompiledModel): Receipt[] {
  const reading = readScores(state, model);
  const lines: Receipt[] = [];
  const add = (score: string | null, value: number, min: number, max: number) => {
    const points = clamp(value, min, max) - value;
    if (points === 0) return;
    const reason = points > 0 ? "minimum" : "maximum";
    lines.push({
      kind: "bound",
      points,
      nominal: points,
      score,
      ruleId: null,
      label: boundLabel[reason],
      eventId: null,
      atMs: state.last?.atMs ?? 0,
      modelVersion: model.version,
      reason,
    });
  };
  for (const [ordinal, score] of model.scores.entries()) {
    add(score.id, reading.raw[ordinal] ?? 0, score.min, score.max);
  }
  add(null, reading.sum, model.total.min, model.total.max);
  return lines;
}

/** The stage history among the effects. */
export function stageChangesOf(effects: readonly Effect[], model: CompiledModel): StageChange[] {
  return effects.flatMap((effect) =>
    effect.type === "stage"
      ? [
          {
            stage: model.stages[effect.stage]?.source.id ?? "",
            kind: effect.kind,
            eventId: effect.eventId,
            atMs: effect.atMs,
            ordinal: effect.ordinal,
            total: effect.total,
          },
        ]
      : [],
  );
}
