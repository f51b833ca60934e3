import { Faults } from "../input/faults.ts";
import type { LineBatch } from "../input/lines.ts";
import { Owners } from "../input/owner.ts";
import { readEvents } from "../input/read-events.ts";
import type { Progress } from "../output/progress.ts";
import type { PageKindOverride } from "../../shared/schema/model.ts";
import { EventSorter, type VisitorPiece } from "../visitors/event-sorter.ts";

/** What was read. */
export interface SortedInput {
  sorter: EventSorter;
  faults: Faults;
  /** Events later than `untilMs`, which are left out. */
  afterUntil: number;
  /** The moment at which scores are read: `untilMs`, else the last event. */
  atMs: number;
}

/**
 * Reads all events and brings them into the order in which they are folded.
 *
 * @param batches Lines of a file, or made ones.
 */
export async function readSorted(
  batches: AsyncIterable<LineBatch>,
  options: { pageKinds: readonly PageKindOverride[]; untilMs: number | undefined; progress: Progress },
): Promise<SortedInput> {
  const sorter = new EventSorter();
  const faults = new Faults();
  const context = { pageKinds: options.pageKinds, owners: new Owners(), faults };
  const untilMs = options.untilMs ?? Number.POSITIVE_INFINITY;
  let afterUntil = 0;
  try {
    for await (const batch of batches) {
      readEvents(batch, context, (visitor, event) => {
        if (event.atMs <= untilMs) sorter.add(visitor, event);
        else afterUntil += 1;
      });
      options.progress.show(batch.part, `reading: ${sorter.added.toLocaleString("en")} events`);
    }
  } catch (error) {
    sorter.close();
    throw error;
  }
  const atMs = options.untilMs ?? (sorter.added === 0 ? 0 : sorter.lastAtMs);
  return { sorter, faults, afterUntil, atMs };
}

/** The pieces of all visitors, with the progress shown on the way. The sorter is closed at the end. */
export function* piecesOf(sorter: EventSorter, progress: Progress): Generator<VisitorPiece> {
  let folded = 0;
  try {
    for (const piece of sorter.pieces()) {
      yield piece;
      folded += piece.events.length;
      progress.show(folded / sorter.added, `scoring: ${folded.toLocaleString("en")} events`);
    }
  } finally {
    progress.clear();
    sorter.close();
  }
}
