import { Breath } from "../breath.ts";
import type { Faults } from "../input/faults.ts";
import type { LineBatch } from "../input/lines.ts";
import { EventReader } from "../input/event-reader.ts";
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
  options: {
    pageKinds: readonly PageKindOverride[] | undefined;
    untilMs: number | undefined;
    progress: Progress;
  },
): Promise<SortedInput> {
  const sorter = new EventSorter();
  const untilMs = options.untilMs ?? Number.POSITIVE_INFINITY;
  const breath = new Breath();
  let afterUntil = 0;
  const reader = new EventReader(options.pageKinds, ({ visitor, event, arrival }) => {
    if (event.atMs <= untilMs) sorter.add(visitor, event, arrival);
    else afterUntil += 1;
  });
  try {
    for await (const batch of batches) {
      reader.read(batch);
      // Made events come without any waiting in between.
      if (breath.isDue()) await breath.take();
      options.progress.show(batch.part, `reading: ${reader.count.toLocaleString("en")} events`);
    }
    await reader.end();
  } catch (error) {
    reader.close();
    sorter.close();
    throw error;
  }
  const atMs = options.untilMs ?? (reader.count === 0 ? 0 : reader.lastAtMs);
  return { sorter, faults: reader.faults, afterUntil, atMs };
}

/** The pieces of all visitors, with the progress shown on the way. The sorter is closed at the end. */
export async function* piecesOf(sorter: EventSorter, progress: Progress): AsyncGenerator<VisitorPiece> {
  const breath = new Breath();
  let folded = 0;
  try {
    for (const piece of sorter.pieces()) {
      yield piece;
      folded += piece.events.length;
      if (!breath.isDue()) continue;
      await breath.take();
      progress.show(folded / sorter.added, `scoring: ${folded.toLocaleString("en")} events`);
    }
  } finally {
    progress.clear();
    sorter.close();
  }
}
