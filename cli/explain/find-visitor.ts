import { canonicalOrder } from "../../shared/core/index.ts";
import type { TrackedEvent } from "../../shared/schema/event.ts";
import { Failure } from "../failure.ts";
import type { Faults } from "../input/faults.ts";
import { readLines } from "../input/lines.ts";
import { EventReader } from "../input/event-reader.ts";
import type { Owners } from "../input/owner.ts";
import { Progress } from "../output/progress.ts";
import type { LoadedModel } from "../scoring.ts";

/** A visitor's events, and what was met on the way. */
export interface FoundVisitor {
  visitor: string;
  /** In canonical order. */
  events: TrackedEvent[];
  /** Time of the last event of anybody, milliseconds. */
  lastAtMs: number;
  faults: Faults;
}

/**
 * Finds the events of one visitor, holding no others.
 *
 * @param wanted The visitor's id, or an e-mail address, user id or phone number.
 * @throws {Failure} When there are none.
 */
export async function findVisitor(file: string, wanted: string, model: LoadedModel): Promise<FoundVisitor> {
  const found = await collect(file, wanted, model);
  if (found.events.length > 0) return found;
  const owner = found.owners.find(wanted);
  if (owner !== undefined) {
    // Whose the address is came out only while reading.
    if (file === "-")
      throw new Failure(`${wanted} is visitor ${owner}; give --visitor "${owner}", since stdin is read once`);
    return collect(file, owner, model);
  }
  const seen =
    found.count === 0
      ? "the input holds no events"
      : `none of ${found.count.toLocaleString("en")} events is theirs`;
  const [fault] = found.faults.first;
  const hint =
    fault === undefined
      ? ""
      : `; ${found.faults.count} were left out, the first in line ${fault.line}: ${fault.reason}`;
  throw new Failure(`there is no visitor ${wanted}: ${seen}${hint}`);
}

async function collect(
  file: string,
  wanted: string,
  model: LoadedModel,
): Promise<FoundVisitor & { owners: Owners; count: number }> {
  const progress = new Progress();
  const events: TrackedEvent[] = [];
  const reader = new EventReader(model.source.pageKinds, ({ visitor, event }) => {
    if (visitor === wanted) events.push(event);
  });
  try {
    for await (const batch of readLines(file)) {
      reader.read(batch);
      progress.show(batch.part, `${reader.count.toLocaleString("en")} events read`);
    }
    await reader.end();
  } finally {
    progress.clear();
    reader.close();
  }
  const { lastAtMs, faults, owners, count } = reader;
  return { visitor: wanted, events: canonicalOrder(events), lastAtMs, faults, owners, count };
}
