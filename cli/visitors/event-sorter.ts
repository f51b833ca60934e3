import type { TrackedEvent } from "../../shared/schema/event.ts";
import { fromKeyText, toKeyText } from "./key-text.ts";
import { LineSorter } from "./line-sorter.ts";

/** Some events of a visitor, in canonical order. A visitor with very many comes in several pieces. */
export interface VisitorPiece {
  visitor: string;
  events: TrackedEvent[];
  /** Whether no more of this visitor follow. */
  isLast: boolean;
}

/** Events of a visitor that are looked at together. */
const defaultPieceEvents = 20_000;
const separator = "\u0000";

/**
 * Brings events in any order into the order in which they are folded: visitor by visitor, each one's
 * in canonical order, each message id once. Exact however late an event comes, since all are sorted
 * (on disk when they are many); memory does not grow with events or visitors.
 *
 * Late and repeated events are found within a piece: a visitor with more than 20,000 events whose
 * message ids come back far apart, with another time, has them counted twice.
 */
export class EventSorter {
  /** Events that were added. */
  added = 0;
  /** Events that came after a later one of the same visitor. */
  late = 0;
  /** Events whose message id the visitor had before. */
  duplicates = 0;
  readonly #sorter: LineSorter;
  readonly #pieceEvents: number;

  constructor(options: { heldCharacters?: number; pieceEvents?: number } = {}) {
    this.#sorter = new LineSorter(options.heldCharacters);
    this.#pieceEvents = options.pieceEvents ?? defaultPieceEvents;
  }

  /** @param arrival The how-manieth of the input it was. */
  add(visitor: string, event: TrackedEvent, arrival: number): void {
    const { atMs, type, messageId } = event;
    this.added += 1;
    const place = String(arrival).padStart(12, "0");
    const time = String(atMs).padStart(16, "0");
    const rank = type === "identify" ? "0" : "1";
    this.#sorter.add(
      `${toKeyText(visitor)}${separator}${time}${rank}${toKeyText(messageId)}${separator}${place}${JSON.stringify(event)}`,
    );
  }

  /** All events, visitor by visitor. To be called once, after the last event was added. */
  *pieces(): Generator<VisitorPiece> {
    let visitor: string | null = null;
    let held: string[] = [];
    for (const line of this.#sorter.sorted()) {
      const end = line.indexOf(separator);
      const isSame = visitor !== null && end === visitor.length && line.startsWith(visitor);
      if (visitor !== null && (!isSame || held.length >= this.#pieceEvents)) {
        yield this.#piece(visitor, held, !isSame);
        held = [];
      }
      if (!isSame) visitor = line.slice(0, end);
      held.push(line);
    }
    if (visitor !== null) yield this.#piece(visitor, held, true);
  }

  /** Takes the files away. */
  close(): void {
    this.#sorter.close();
  }

  #piece(key: string, lines: readonly string[], isLast: boolean): VisitorPiece {
    const arrivals: { event: TrackedEvent; arrival: number }[] = [];
    const firstArrival = new Map<string, number>();
    for (const line of lines) {
      const at = line.indexOf(separator, key.length + 1) + 1;
      const arrival = Number(line.slice(at, at + 12));
      const event = JSON.parse(line.slice(at + 12)) as TrackedEvent;
      arrivals.push({ event, arrival });
      const known = firstArrival.get(event.messageId);
      if (known === undefined || arrival < known) firstArrival.set(event.messageId, arrival);
    }
    const events: TrackedEvent[] = [];
    let earliestLater = Number.POSITIVE_INFINITY;
    for (let index = arrivals.length - 1; index >= 0; index -= 1) {
      const { event, arrival } = arrivals[index] as (typeof arrivals)[number];
      if (firstArrival.get(event.messageId) !== arrival) {
        this.duplicates += 1;
        continue;
      }
      if (arrival > earliestLater) this.late += 1;
      else earliestLater = arrival;
      events.push(event);
    }
    return { visitor: fromKeyText(key), events: events.reverse(), isLast };
  }
}
