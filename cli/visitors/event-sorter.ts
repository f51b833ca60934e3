import type { TrackedEvent } from "../../shared/schema/event.ts";
import { fromKeyText, toKeyText } from "./key-text.ts";
import { LineSorter } from "./line-sorter.ts";
import { UniqueMessages } from "./unique-messages.ts";

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
/** Digits of a time and of a rank, which stand before the message id. */
const placeLength = 17;
/** Digits of an arrival, which stand before the event. */
const arrivalLength = 12;

/**
 * Brings events in any order into the order in which they are folded: visitor by visitor, each one's
 * in canonical order, each message id once. Exact however late an event comes, since all are sorted
 * (on disk when they are many); memory does not grow with events or visitors.
 *
 * A visitor with more than 20,000 events is sorted twice, since a message id may come back far apart,
 * with another time. Their late events are counted piece by piece, so that some may be missed.
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

  constructor(options: { heldBytes?: number; pieceEvents?: number } = {}) {
    this.#sorter = new LineSorter(options.heldBytes);
    this.#pieceEvents = options.pieceEvents ?? defaultPieceEvents;
  }

  /** @param arrival The how-manieth of the input it was. */
  add(visitor: string, event: TrackedEvent, arrival: number): void {
    const { atMs, type, messageId } = event;
    this.added += 1;
    const place = String(arrival).padStart(arrivalLength, "0");
    const time = String(atMs).padStart(16, "0");
    const rank = type === "identify" ? "0" : "1";
    this.#sorter.add(
      `${toKeyText(visitor)}${separator}${time}${rank}${toKeyText(messageId)}${separator}${place}${JSON.stringify(event)}`,
    );
  }

  /** All events, visitor by visitor. To be called once, after the last event was added. */
  *pieces(): Generator<VisitorPiece> {
    let key = "";
    let held: string[] = [];
    let many: UniqueMessages | null = null;
    for (const line of this.#sorter.sorted()) {
      const end = line.indexOf(separator);
      if (held.length > 0 && !(end === key.length && line.startsWith(key))) {
        yield* this.#piecesOf(key, held, many);
        held = [];
        many = null;
      }
      if (held.length === 0) key = line.slice(0, end);
      if (held.length < this.#pieceEvents) held.push(line);
      else {
        if (many === null) {
          many = new UniqueMessages();
          for (const first of held) addTo(many, key, first);
        }
        addTo(many, key, line);
      }
    }
    if (held.length > 0) yield* this.#piecesOf(key, held, many);
  }

  /** Takes the files away. */
  close(): void {
    this.#sorter.close();
  }

  /** @param many All lines of the visitor, if they are more than are looked at together; else null. */
  *#piecesOf(key: string, held: readonly string[], many: UniqueMessages | null): Generator<VisitorPiece> {
    if (many === null) {
      yield this.#piece(key, held, true);
      return;
    }
    try {
      let lines: string[] = [];
      for (const line of many.sorted()) {
        if (lines.length >= this.#pieceEvents) {
          yield this.#piece(key, lines, false);
          lines = [];
        }
        lines.push(line);
      }
      this.duplicates += many.duplicates;
      yield this.#piece(key, lines, true);
    } finally {
      many.close();
    }
  }

  #piece(key: string, lines: readonly string[], isLast: boolean): VisitorPiece {
    const arrivals: { event: TrackedEvent; arrival: number }[] = [];
    const firstArrival = new Map<string, number>();
    for (const line of lines) {
      const at = line.indexOf(separator, key.length + 1) + 1;
      const arrival = Number(line.slice(at, at + arrivalLength));
      const event = JSON.parse(line.slice(at + arrivalLength)) as TrackedEvent;
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

function addTo(many: UniqueMessages, key: string, line: string): void {
  const at = key.length + separator.length + placeLength;
  const end = line.indexOf(separator, at);
  const arrivalAt = end + separator.length;
  many.add(line.slice(at, end), line.slice(arrivalAt, arrivalAt + arrivalLength), line);
}
