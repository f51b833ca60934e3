import { compile, foldLog, stageId, type CompiledModel } from "../shared/core/index.ts";
import type { ModelTrial } from "../shared/schema/model-trial.ts";
import type { PublishedModel } from "../shared/schema/site.ts";
import type { TrackedEvent } from "../shared/schema/event.ts";
import type { Environment } from "./environment.ts";
import { log } from "./log.ts";

/** Visitors that are tried: a bounded look, so that publishing takes about a second however many there are. */
export const trialVisitors = 200;
/** Logs read at the same time. */
const readers = 10;
/** Of fewer visitors than this, a share says nothing. */
const leastSample = 5;

interface Outcome {
  isHandedToSales: boolean;
  stage: string;
}

/** @returns Undefined when the log cannot be folded with the model. */
function outcomeOf(
  events: readonly TrackedEvent[],
  model: CompiledModel,
  nowMs: number,
): Outcome | undefined {
  try {
    const { state, effects } = foldLog(events, model);
    const handOffs = model.source.handOffs ?? [];
    return {
      isHandedToSales: effects.some(
        (effect) => effect.type === "hand_off" && handOffs[effect.handOff]?.purpose === "sales",
      ),
      stage: stageId(state, model, nowMs),
    };
  } catch (error) {
    log("trial_fold_failed", { version: model.version, error });
    return undefined;
  }
}

/**
 * Folds the logs of known visitors with a model that is not published, beside the published one. Nothing is
 * written and nobody is handed off.
 *
 * @param candidate With the id that it would be published under.
 * @param visitorIds Whom to try, at most `trialVisitors` of them.
 */
export async function tryModel(
  { VISITOR }: Pick<Environment, "VISITOR">,
  siteId: string,
  published: PublishedModel,
  candidate: PublishedModel,
  visitorIds: readonly string[],
): Promise<ModelTrial> {
  const nowMs = Date.now();
  const models = { published: compile(published), candidate: compile(candidate) };
  const trial: ModelTrial = {
    sample: 0,
    failed: 0,
    handedToSales: { published: 0, candidate: 0 },
    stages: {},
    confirm: null,
  };
  const waiting = visitorIds.slice(0, trialVisitors);

  const count = (events: readonly TrackedEvent[]): void => {
    const before = outcomeOf(events, models.published, nowMs);
    const after = outcomeOf(events, models.candidate, nowMs);
    if (after === undefined) trial.failed += 1;
    if (before === undefined || after === undefined) return;
    trial.sample += 1;
    for (const [side, { isHandedToSales, stage }] of [
      ["published", before],
      ["candidate", after],
    ] as const) {
      if (isHandedToSales) trial.handedToSales[side] += 1;
      trial.stages[stage] ??= { published: 0, candidate: 0 };
      trial.stages[stage][side] += 1;
    }
  };
  const read = async (): Promise<void> => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      try {
        // Typed by hand: what the platform makes of an event's type across a call is no type at all.
        const events: Promise<TrackedEvent[]> = VISITOR.get(VISITOR.idFromName(`${siteId}:${id}`)).events();
        const visitorLog = await events;
        if (visitorLog.length > 0) count(visitorLog);
      } catch (error) {
        // One log that cannot be read is no reason not to publish.
        log("trial_visitor_unread", { siteId, error });
      }
    }
  };
  await Promise.all(Array.from({ length: readers }, read));

  const { sample, handedToSales } = trial;
  const isWide =
    sample >= leastSample &&
    handedToSales.candidate * 2 > sample &&
    handedToSales.candidate > handedToSales.published;
  return isWide || trial.failed > 0 ? { ...trial, confirm: candidate.id } : trial;
}
