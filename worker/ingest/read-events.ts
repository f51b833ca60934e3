import type { Batch, EventProblem } from "../../shared/schema/batch.ts";
import type { IncomingEvent, TrackedEvent } from "../../shared/schema/event.ts";
import { normaliseEvent, type NormaliseContext } from "./normalise.ts";
import type { RefusedEvent } from "./refused-event.ts";

/** An event that is taken. */
export interface TakenEvent {
  /** Its place in the batch, from 0. */
  index: number;
  /** As it was sent. */
  input: unknown;
  incoming: IncomingEvent;
  /** In its canonical form. */
  event: TrackedEvent;
}

/** The events of a batch: what is taken, what is not, and what had to be mended. */
export interface EventsRead {
  taken: TakenEvent[];
  refused: RefusedEvent[];
  warnings: EventProblem[];
}

/** Makes each event of a batch canonical. One that is wrong costs the others nothing. */
export function readEvents({ batch }: Batch, context: NormaliseContext): EventsRead {
  const read: EventsRead = { taken: [], refused: [], warnings: [] };
  for (const [index, input] of batch.entries()) {
    const normalised = normaliseEvent(input, context);
    if ("problem" in normalised) read.refused.push({ index, input, problem: normalised.problem });
    else {
      const { event, incoming, warnings } = normalised;
      read.warnings.push(...warnings.map((warning) => ({ index, ...warning })));
      read.taken.push({ index, input, incoming, event });
    }
  }
  return read;
}
