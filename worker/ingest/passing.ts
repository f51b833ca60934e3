import { canonicalOrder, decide, emptyState, fold, type CompiledModel } from "../../shared/core/index.ts";
import type { Decision } from "../../shared/schema/decision.ts";
import type { TrackedEvent } from "../../shared/schema/event.ts";

function withoutName(event: TrackedEvent): TrackedEvent {
  const copy = { ...event };
  delete copy.traits;
  delete copy.userId;
  return copy;
}

/**
 * Decides what to show to somebody who is not to be known: from the events of this request alone.
 * Nothing is kept, and who they say to be is not looked at.
 *
 * @example decideInPassing(events, model, Date.now(), "tr").actions;
 */
export function decideInPassing(
  events: readonly TrackedEvent[],
  model: CompiledModel,
  nowMs: number,
  locale: string | undefined,
): Decision {
  const nameless = canonicalOrder(events.map(withoutName));
  const { state } = fold(emptyState(model), nameless, model);
  return decide(state, model, { nowMs, event: nameless.at(-1) ?? null, locale });
}
