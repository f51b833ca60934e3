import type { Parameters as Settings } from "fast-check";
import {
  comesAfter,
  compile,
  fold,
  foldLog,
  receiptsOf,
  scoresById,
  stageChangesOf,
  stageId,
  viewAt,
  type CompiledModel,
  type FoldResult,
} from "../../../shared/core/index.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { Model } from "../../../shared/schema/model.ts";

/** How often each property is tried. */
export const runs = Number(process.env["PROPERTY_RUNS"] ?? 500);
const seed = Number(process.env["PROPERTY_SEED"] ?? Date.now() % 1_000_000_007);
console.log(`property tests: seed ${seed}, ${runs} runs each (PROPERTY_SEED, PROPERTY_RUNS)`);

/** The same for every property, so that a failure is found again by its seed. */
export const settings: Settings<unknown> = { numRuns: runs, seed };

/** A day and an hour after the last event that is generated. */
export const endMs = 7 * 86_400_000 + 3_600_000;

export function compiled(model: Model, version = 1): CompiledModel {
  return compile({ version, id: `generated-${version}`, model });
}

/** Folds as a visitor object does: on top where it can, from the log where something is late. */
export function arrive(
  batches: readonly (readonly TrackedEvent[])[],
  model: CompiledModel,
): FoldResult & { log: TrackedEvent[] } {
  let log: TrackedEvent[] = [];
  let result = foldLog([], model);
  for (const batch of batches) {
    const known = new Set(log.map(({ messageId }) => messageId));
    const fresh = batch.filter(
      ({ messageId }, index) =>
        !known.has(messageId) && batch.findIndex((event) => event.messageId === messageId) === index,
    );
    log = [...log, ...fresh];
    const isLate = fresh.some((event) => !comesAfter(event, result.state));
    if (isLate || fresh.length !== 1) result = foldLog(log, model);
    else {
      const next = fold(result.state, fresh, model);
      result = { state: next.state, effects: [...result.effects, ...next.effects] };
    }
  }
  return { ...result, log };
}

/** Scores, stages and receipts at a moment, as text: equal accounts are equal bit for bit. */
export function accountOf({ state, effects }: FoldResult, model: CompiledModel, nowMs = endMs): string {
  const reading = viewAt(state, model, nowMs).read();
  return JSON.stringify({
    total: reading.total,
    scores: scoresById(reading, model),
    stage: stageId(state, model, nowMs),
    history: stageChangesOf(effects, model),
    receipts: receiptsOf(effects, state, model, nowMs),
    handOffs: effects.filter(({ type }) => type === "hand_off"),
    state,
  });
}
