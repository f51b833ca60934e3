import model from "../../../shared/packs/dealer/model.json" with { type: "json" };
import { compile } from "../../../shared/core/index.ts";
import type { EventSource, TrackedEvent } from "../../../shared/schema/event.ts";
import type { Model } from "../../../shared/schema/model.ts";
import { normaliseEvent } from "../../../worker/ingest/normalise.ts";

/** The dealer's pack, compiled. */
export const dealer = compile({ version: 1, id: "dealer", model: model as Model });

/** An event as it comes out of ingest. */
export function tracked(incoming: unknown, source: EventSource, receivedAtMs: number): TrackedEvent {
  const normalised = normaliseEvent(incoming, {
    source,
    receivedAtMs,
    sentAtMs: receivedAtMs,
    batchContext: undefined,
    visit: undefined,
    pageKinds: [],
  });
  if ("problem" in normalised) throw new Error(normalised.problem.message);
  return normalised.event;
}
