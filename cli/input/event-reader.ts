import type { TrackedEvent } from "../../shared/schema/event.ts";
import type { PageKindOverride } from "../../shared/schema/model.ts";
import { isRecord } from "../../worker/json-value.ts";
import { Breath } from "../breath.ts";
import { Faults } from "./faults.ts";
import type { InputForm, SentEvent } from "./form.ts";
import type { LineBatch } from "./lines.ts";
import { Owners, type OwnedEvent } from "./owner.ts";
import { segmentBatch, segmentEvent } from "./segment.ts";
import { shopLog } from "./shop-log.ts";
import { toTracked } from "./to-tracked.ts";

/** Forms of a line, the first that recognises it reads it. */
const forms: readonly InputForm[] = [segmentBatch, shopLog, segmentEvent];

/** Reads events line by line, and finds whose each is. */
export class EventReader {
  /** Events that were read. */
  count = 0;
  /** Time of the last of them, milliseconds; minus infinity when there is none. */
  lastAtMs = Number.NEGATIVE_INFINITY;
  readonly faults = new Faults();
  readonly owners = new Owners();
  readonly #pageKinds: readonly PageKindOverride[];
  readonly #take: (owned: OwnedEvent) => void;

  /** @param take Gets each event and whose it is: in the order of the input, then those that had to wait. */
  constructor(pageKinds: readonly PageKindOverride[] | undefined, take: (owned: OwnedEvent) => void) {
    this.#pageKinds = pageKinds ?? [];
    this.#take = take;
  }

  /** Reads some lines. A bad one is counted and never ends the run. */
  read({ first, lines }: LineBatch): void {
    for (const [index, line] of lines.entries()) {
      if (typeof line !== "string") this.faults.add(first + index, line.fault);
      else if (line !== "" && line.trim() !== "") this.#readLine(line, first + index);
    }
  }

  /** Gives out the events that had to wait until all were read. */
  async end(): Promise<void> {
    const breath = new Breath();
    for (const owned of this.owners.resolve()) {
      this.#take(owned);
      if (breath.isDue()) await breath.take();
    }
    this.close();
  }

  /** Takes its files away. */
  close(): void {
    this.owners.close();
  }

  #readLine(line: string, number: number): void {
    let value: unknown;
    try {
      value = JSON.parse(line) as unknown;
    } catch (error) {
      this.faults.add(number, `not JSON: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    const sent = (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap(sentEvents);
    for (const [index, one] of sent.entries()) {
      const fallbackId = `line-${String(number).padStart(12, "0")}${index === 0 ? "" : `-${index}`}`;
      const read = "fault" in one ? one : toTracked(one, fallbackId, this.#pageKinds);
      if ("fault" in read) this.faults.add(number, read.fault);
      else if ("incoming" in one) this.#place(read.event, one.incoming["anonymousId"], number);
    }
  }

  #place(event: TrackedEvent, anonymousId: unknown, number: number): void {
    const place = this.owners.place(event, anonymousId, this.count + 1);
    if (place === "nobody") {
      this.faults.add(number, "names nobody: there is no anonymousId, userId or e-mail address");
      return;
    }
    this.count += 1;
    if (event.atMs > this.lastAtMs) this.lastAtMs = event.atMs;
    if (place !== "later") this.#take({ visitor: place.visitor, event, arrival: this.count });
  }
}

function sentEvents(record: unknown): (SentEvent | { fault: string })[] {
  const form = isRecord(record) ? forms.find((candidate) => candidate.recognises(record)) : undefined;
  return form === undefined || !isRecord(record)
    ? [{ fault: "no event: there is neither type (Segment's form), batch nor ts and cid" }]
    : form.read(record);
}
