import type { TrackedEvent } from "../../shared/schema/event.ts";
import type { PageKindOverride } from "../../shared/schema/model.ts";
import { isRecord } from "../../worker/json-value.ts";
import type { Faults } from "./faults.ts";
import type { InputForm } from "./form.ts";
import type { LineBatch } from "./lines.ts";
import type { Owners } from "./owner.ts";
import { segmentBatch, segmentEvent } from "./segment.ts";
import { shopLog } from "./shop-log.ts";
import { toTracked } from "./to-tracked.ts";

/** Forms of a line, the first that recognises it reads it. */
const forms: readonly InputForm[] = [segmentBatch, shopLog, segmentEvent];

/** What is needed to read events. */
export interface ReadContext {
  pageKinds: readonly PageKindOverride[];
  owners: Owners;
  faults: Faults;
}

/**
 * Reads the events of some lines. A bad line is counted and never ends the run.
 *
 * @param take Gets each event and whose it is, in the order of the file.
 */
export function readEvents(
  { first, lines }: LineBatch,
  { pageKinds, owners, faults }: ReadContext,
  take: (visitor: string, event: TrackedEvent) => void,
): void {
  for (const [index, line] of lines.entries()) {
    const number = first + index;
    if (typeof line !== "string") {
      faults.add(number, line.fault);
      continue;
    }
    if (line === "" || line === "\r" || line.trim() === "") continue;
    let value: unknown;
    try {
      value = JSON.parse(line) as unknown;
    } catch (error) {
      faults.add(number, `not JSON: ${error instanceof Error ? error.message : String(error)}`);
      continue;
    }
    const records = Array.isArray(value) ? (value as unknown[]) : [value];
    for (const [place, record] of records.entries()) {
      const form = isRecord(record) ? forms.find((candidate) => candidate.recognises(record)) : undefined;
      if (form === undefined || !isRecord(record)) {
        faults.add(number, "no event: there is neither type (Segment's form), batch nor ts and cid");
        continue;
      }
      for (const [part, sent] of form.read(record).entries()) {
        if ("fault" in sent) {
          faults.add(number, sent.fault);
          continue;
        }
        const id = `line-${String(number).padStart(12, "0")}${records.length > 1 ? `-${place}` : ""}${part > 0 ? `-${part}` : ""}`;
        const read = toTracked(sent, id, pageKinds);
        if ("fault" in read) {
          faults.add(number, read.fault);
          continue;
        }
        const visitor = owners.ownerOf(read.event, sent.incoming["anonymousId"]);
        if (visitor === undefined) {
          faults.add(number, "names nobody: there is no anonymousId, userId or e-mail address");
        } else take(visitor, read.event);
      }
    }
  }
}
