import type { TrackedEvent, VisitContext } from "../../../shared/schema/event.ts";
import type { RejectedEvent } from "../../../shared/schema/visitor.ts";
import { log } from "../../log.ts";
import type { VisitorStorage } from "./storage.ts";

/** One request's events as they are stored: a row per batch, what they have in common written once. */
export interface BatchRow {
  visit?: VisitContext;
  /** With a visit of their own only where the batch has none. */
  events: TrackedEvent[];
}

/** A row of a visitor's log as it is passed on to the lead that it counts for. */
export interface LogRow {
  seq: number;
  /** JSON of a `BatchRow`. */
  body: string;
}

/** A row with its events. */
interface ReadRow extends LogRow {
  events: TrackedEvent[];
}

/**
 * The rows of a visitor's own log after one, in order of arrival, each with its events.
 *
 * One that cannot be read costs the visitor that row and no more: it is put aside with the reason,
 * and shown with what was refused. It is tried again whenever the object wakes, so that a build which
 * can read it, or a hand that mends it, has it back in its place.
 */
export function readLog(tables: VisitorStorage, afterSeq = 0, limit = -1): ReadRow[] {
  if (afterSeq === 0 && tables.has("unreadable")) takeBack(tables);
  if (!tables.has("batch")) return [];
  return tables.sql
    .exec<Record<"seq", number> & Record<"body", string>>(
      "SELECT seq, body FROM batch WHERE seq > ? ORDER BY seq LIMIT ?",
      afterSeq,
      limit,
    )
    .toArray()
    .flatMap((row) => {
      try {
        return [{ ...row, events: eventsOfRow(row.body) }];
      } catch (error) {
        putAside(tables, row, error);
        return [];
      }
    });
}

/** What is put aside, as it is shown. */
export function unreadableRows(tables: VisitorStorage): RejectedEvent[] {
  if (!tables.has("unreadable")) return [];
  return tables.sql
    .exec<{ body: string; reason: string; at_ms: number }>("SELECT body, reason, at_ms FROM unreadable")
    .toArray()
    .map(({ body, reason, at_ms }) => ({
      receivedAtMs: at_ms,
      code: "unreadable_row",
      message: reason,
      body: body.slice(0, shownCharacters),
    }));
}

const shownCharacters = 4_096;

function putAside(tables: VisitorStorage, { seq, body }: LogRow, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  log("row_unreadable", { visitorId: tables.owner()?.visitorId, seq });
  tables.transaction(["unreadable"], () => {
    const sql = tables.with("unreadable");
    sql.exec("INSERT OR REPLACE INTO unreadable VALUES (?, ?, ?, ?)", seq, body, reason, Date.now());
    sql.exec("DELETE FROM batch WHERE seq = ?", seq);
  });
}

function takeBack(tables: VisitorStorage): void {
  const rows = tables.sql.exec<{ seq: number; body: string }>("SELECT seq, body FROM unreadable").toArray();
  for (const { seq, body } of rows) {
    try {
      eventsOfRow(body);
    } catch {
      continue;
    }
    tables.transaction([], () => {
      tables.sql.exec("INSERT INTO batch VALUES (?, ?)", seq, body);
      tables.sql.exec("DELETE FROM unreadable WHERE seq = ?", seq);
    });
  }
}

/**
 * The events of a row of a log, each with the visit it was told in.
 *
 * @throws {Error} When it holds no events: it was damaged, or a later build has written it.
 */
export function eventsOfRow(body: string): TrackedEvent[] {
  const { visit, events } = JSON.parse(body) as Partial<BatchRow>;
  if (!Array.isArray(events) || !events.every(isEvent)) throw new Error("the row holds no events");
  return visit === undefined ? events : events.map((event) => ({ ...event, visit }));
}

/** What the fold cannot do without. */
function isEvent(event: Partial<TrackedEvent> | null): event is TrackedEvent {
  return (
    typeof event?.messageId === "string" && typeof event.name === "string" && Number.isFinite(event.atMs)
  );
}
