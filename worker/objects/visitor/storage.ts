import type { RejectedEvent, HandOffRecord } from "../../../shared/schema/visitor.ts";
import type { HandOffPayload } from "../../../shared/schema/destination.ts";
import type { TrackedEvent, VisitContext } from "../../../shared/schema/event.ts";
import { limits } from "../../../shared/limits.ts";

/** One request's events as they are stored: a row per batch, what they have in common written once. */
interface BatchRow {
  visit?: VisitContext;
  events: Omit<TrackedEvent, "visit">[];
}

/** A hand-off in the outbox. */
export interface StoredHandOff {
  id: string;
  state: HandOffRecord["state"];
  destinations: string[];
  payload: HandOffPayload;
  label: string;
  purpose: string;
  eventId: string;
}

/** What one batch leaves behind; all of it is written, or nothing. */
export interface BatchWrite {
  siteId: string;
  visitorId: string;
  receivedAtMs: number;
  visit: VisitContext | undefined;
  events: readonly TrackedEvent[];
  rejected: readonly RejectedEvent[];
  handOffs: readonly StoredHandOff[];
  /** Identity keys to claim for this visitor. */
  claims: readonly string[];
}

/** Who this object is, as stored. */
export interface Owner {
  siteId: string;
  visitorId: string;
}

/**
 * The visitor's tables. Created with the first write, so that asking for a visitor who does not
 * exist leaves nothing behind.
 */
export class VisitorStorage {
  readonly #storage: DurableObjectStorage;
  #isCreated: boolean;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#isCreated =
      storage.sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'batch'").toArray()
        .length > 0;
  }

  #create(owner: Owner): void {
    const { sql } = this.#storage;
    sql.exec(`
      CREATE TABLE owner (site_id TEXT NOT NULL, visitor_id TEXT NOT NULL, layout INTEGER NOT NULL);
      CREATE TABLE batch (seq INTEGER PRIMARY KEY, body TEXT NOT NULL);
      CREATE TABLE rejected (seq INTEGER PRIMARY KEY, body TEXT NOT NULL);
      CREATE TABLE hand_off (id TEXT PRIMARY KEY, state TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE claim (key TEXT PRIMARY KEY, is_done INTEGER NOT NULL) WITHOUT ROWID;
    `);
    sql.exec("INSERT INTO owner VALUES (?, ?, 1)", owner.siteId, owner.visitorId);
    this.#isCreated = true;
  }

  owner(): Owner | null {
    if (!this.#isCreated) return null;
    const [row] = this.#storage.sql
      .exec<{ site_id: string; visitor_id: string }>("SELECT site_id, visitor_id FROM owner")
      .toArray();
    return row === undefined ? null : { siteId: row.site_id, visitorId: row.visitor_id };
  }

  /** All events, in order of arrival. */
  events(): TrackedEvent[] {
    if (!this.#isCreated) return [];
    const events: TrackedEvent[] = [];
    for (const { body } of this.#storage.sql.exec<{ body: string }>("SELECT body FROM batch ORDER BY seq")) {
      const row = JSON.parse(body) as BatchRow;
      for (const event of row.events) {
        events.push(row.visit === undefined ? event : { ...event, visit: row.visit });
      }
    }
    return events;
  }

  /** Writes a batch in one transaction. */
  write(batch: BatchWrite): void {
    this.#storage.transactionSync(() => {
      if (!this.#isCreated) this.#create(batch);
      const { sql } = this.#storage;
      if (batch.events.length > 0) {
        const row: BatchRow = {
          ...(batch.visit !== undefined && { visit: batch.visit }),
          events: batch.events.map(withoutVisit),
        };
        sql.exec("INSERT INTO batch (body) VALUES (?)", JSON.stringify(row));
      }
      for (const rejected of batch.rejected) {
        sql.exec("INSERT INTO rejected (body) VALUES (?)", JSON.stringify(rejected));
      }
      if (batch.rejected.length > 0) {
        sql.exec(
          "DELETE FROM rejected WHERE seq <= (SELECT max(seq) FROM rejected) - ?",
          limits.rejectedKept,
        );
      }
      for (const handOff of batch.handOffs) this.saveHandOff(handOff);
      for (const key of batch.claims) {
        sql.exec("INSERT INTO claim VALUES (?, 0) ON CONFLICT DO NOTHING", key);
      }
    });
  }

  rejected(): RejectedEvent[] {
    if (!this.#isCreated) return [];
    return this.#storage.sql
      .exec<{ body: string }>("SELECT body FROM rejected ORDER BY seq DESC")
      .toArray()
      .map(({ body }) => JSON.parse(body) as RejectedEvent);
  }

  saveHandOff(handOff: StoredHandOff): void {
    this.#storage.sql.exec(
      "INSERT INTO hand_off VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state, body = excluded.body",
      handOff.id,
      handOff.state,
      JSON.stringify(handOff),
    );
  }

  handOffs(state?: HandOffRecord["state"]): StoredHandOff[] {
    if (!this.#isCreated) return [];
    const rows =
      state === undefined
        ? this.#storage.sql.exec<{ body: string }>("SELECT body FROM hand_off")
        : this.#storage.sql.exec<{ body: string }>("SELECT body FROM hand_off WHERE state = ?", state);
    return rows.toArray().map(({ body }) => JSON.parse(body) as StoredHandOff);
  }

  claims(): { key: string; isDone: boolean }[] {
    if (!this.#isCreated) return [];
    return this.#storage.sql
      .exec<{ key: string; is_done: number }>("SELECT key, is_done FROM claim")
      .toArray()
      .map((row) => ({ key: row.key, isDone: row.is_done === 1 }));
  }

  finishClaim(key: string): void {
    this.#storage.sql.exec("UPDATE claim SET is_done = 1 WHERE key = ?", key);
  }
}

function withoutVisit(event: TrackedEvent): Omit<TrackedEvent, "visit"> {
  const { visit: _visit, ...rest } = event;
  return rest;
}
