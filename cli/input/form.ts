import type { EventSource } from "../../shared/schema/event.ts";

/** An event in Segment's form, as it would be sent. */
export interface SentEvent {
  incoming: Record<string, unknown>;
  /** Who reported it; found out from the event when left out. */
  source?: EventSource;
  /** Context that stands beside the events of a batch. */
  batchContext?: Record<string, unknown>;
}

/** A way in which a line can hold events: one file in `input/`. Forms are recognised line by line. */
export interface InputForm {
  name: string;
  recognises: (record: Readonly<Record<string, unknown>>) => boolean;
  /** @returns Each event of the line in Segment's form, or why it is left out. */
  read: (record: Readonly<Record<string, unknown>>) => (SentEvent | { fault: string })[];
}
