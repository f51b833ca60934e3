import { dayMs } from "../../shared/core/index.ts";
import type { TrackedEvent } from "../../shared/schema/event.ts";
import type { Journey } from "../../shared/schema/journey.ts";
import type { PageKindOverride } from "../../shared/schema/model.ts";
import { toTracked } from "../input/to-tracked.ts";

/** The journey of a file, or one that was imported as JSON. */
export type JourneyEvents = Pick<Journey, "id" | "steps">;

/** When a step begins: `daysAgo` before now, each step a minute after the one before, so that steps of one day keep their order. */
export function stepAtMs({ id, steps }: JourneyEvents, stepIndex: number, nowMs: number): number {
  const step = steps[stepIndex];
  if (step === undefined) throw new RangeError(`${id} has no step ${stepIndex}`);
  return Math.trunc(nowMs - step.daysAgo * dayMs) + stepIndex * 60_000;
}

/**
 * The events of a step as a client sends them: each a second after the one before, with the id
 * `<journey>-<step>-<event>`. What an event says of its own id or time is left as it is.
 */
export function sentEvents(
  journey: JourneyEvents,
  stepIndex: number,
  nowMs: number,
): Record<string, unknown>[] {
  const atMs = stepAtMs(journey, stepIndex, nowMs);
  return (journey.steps[stepIndex]?.events ?? []).map((event, index) => ({
    messageId: `${journey.id}-${stepIndex}-${index}`,
    timestamp: new Date(atMs + index * 1000).toISOString(),
    ...event,
  }));
}

/**
 * The events of a step as they are folded: canonical, as ingest would have made them at their time.
 *
 * @throws {RangeError} With the reason, when ingest would refuse one.
 */
export function trackedEvents(
  journey: JourneyEvents,
  stepIndex: number,
  nowMs: number,
  pageKinds: readonly PageKindOverride[] = [],
): TrackedEvent[] {
  const source = journey.steps[stepIndex]?.source ?? "browser";
  return sentEvents(journey, stepIndex, nowMs).map((incoming, index) => {
    const read = toTracked({ incoming, source }, `${journey.id}-${stepIndex}-${index}`, pageKinds);
    if ("fault" in read) throw new RangeError(`event ${index} is refused: ${read.fault}`);
    return read.event;
  });
}
