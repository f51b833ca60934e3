import type { Batch, EventProblem } from "../../shared/schema/batch.ts";
import type { IncomingEvent, TrackedEvent } from "../../shared/schema/event.ts";
import { linkClick } from "./link-click.ts";
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

/** What is said of a click on a link that leads nowhere else. */
const withinSite = { code: "not_kept", message: "a click on a link within the site is not kept" };

/**
 * Makes each event of a batch canonical. One that is wrong costs the others nothing.
 *
 * @param origins The site's own: a link to one of them stays on the site.
 */
export function readEvents(
  { batch }: Batch,
  context: NormaliseContext,
  origins: readonly string[],
): EventsRead {
  const read: EventsRead = { taken: [], refused: [], warnings: [] };
  for (const [index, input] of batch.entries()) {
    const normalised = normaliseEvent(input, context);
    if ("problem" in normalised) read.refused.push({ index, input, problem: normalised.problem });
    else {
      const { incoming, warnings } = normalised;
      read.warnings.push(...warnings.map((warning) => ({ index, ...warning })));
      const event = linkClick(normalised.event, origins);
      if (event === undefined) read.warnings.push({ index, ...withinSite });
      else read.taken.push({ index, input, incoming, event });
    }
  }
  return read;
}
