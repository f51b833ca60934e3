import type { RejectedEvent, HandOffRecord } from "../../../shared/schema/visitor.ts";
import type { HandOffPayload } from "../../../shared/schema/destination.ts";
import type { TrackedEvent, VisitContext } from "../../../shared/schema/event.ts";
import { limits } from "../../../shared/limits.ts";

/** One request's events as they are stored: a row per batch, what they have in common written once. */
interface BatchRow {
  visit?: VisitContext;
  /** With a visit of their own only where the batch has none. */
  events: TrackedEvent[];
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

/** The visitor's tables. Most visitors need the first two only, and making a table costs more than a row. */
const tables = {
  owner:
    "CREATE TABLE IF NOT EXISTS owner (site_id TEXT NOT NULL, visitor_id TEXT NOT NULL, layout INTEGER NOT NULL)",
  batch: "CREATE TABLE IF NOT EXISTS batch (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)",
  rejected: "CREATE TABLE IF NOT EXISTS rejected (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)",
  hand_off:
    "CREATE TABLE IF NOT EXISTS hand_off (id TEXT PRIMARY KEY, state TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID",
  claim: "CREATE TABLE IF NOT EXISTS claim (key TEXT PRIMARY KEY, is_done INTEGER NOT NULL) WITHOUT ROWID",
};
type Table = keyof typeof tables;

/** Version of the tables, for later ones to know what they open. */
const layout = 1;

/**
 * What is stored of a visitor. Each table is made with its first row, so that asking for a visitor
 * who does not exist leaves nothing behind.
 */
export class VisitorStorage {
  readonly #storage: DurableObjectStorage;
  readonly #made: Set<string>;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#made = new Set(
      storage.sql
        .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
        .toArray()
        .map(({ name }) => name),
    );
  }

  /** Everything was deleted. */
  forget(): void {
    this.#made.clear();
  }

  #has(table: Table): boolean {
    return this.#made.has(table);
  }

  /** @returns The database, with this table in it. */
  #with(table: Table): SqlStorage {
    const { sql } = this.#storage;
    if (!this.#has(table)) sql.exec(tables[table]);
    return sql;
  }

  owner(): Owner | null {
    if (!this.#has("owner")) return null;
    const [row] = this.#storage.sql
      .exec<{ site_id: string; visitor_id: string }>("SELECT site_id, visitor_id FROM owner")
      .toArray();
    return row === undefined ? null : { siteId: row.site_id, visitorId: row.visitor_id };
  }

  /** All events, in order of arrival. */
  events(): TrackedEvent[] {
    if (!this.#has("batch")) return [];
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
      if (!this.#has("owner")) {
        this.#with("owner").exec("INSERT INTO owner VALUES (?, ?, ?)", batch.siteId, batch.visitorId, layout);
      }
      if (batch.events.length > 0) {
        const row: BatchRow = {
          ...(batch.visit !== undefined && { visit: batch.visit }),
          events: batch.visit === undefined ? [...batch.events] : batch.events.map(withoutVisit),
        };
        this.#with("batch").exec("INSERT INTO batch (body) VALUES (?)", JSON.stringify(row));
      }
      if (batch.rejected.length > 0) this.#keepRejected(batch.rejected);
      for (const handOff of batch.handOffs) this.saveHandOff(handOff);
      for (const key of batch.claims) {
        this.#with("claim").exec("INSERT INTO claim VALUES (?, 0) ON CONFLICT DO NOTHING", key);
      }
    });
    // Only now: what is rolled back was not made.
    this.#made.add("owner");
    if (batch.events.length > 0) this.#made.add("batch");
    if (batch.rejected.length > 0) this.#made.add("rejected");
    if (batch.handOffs.length > 0) this.#made.add("hand_off");
    if (batch.claims.length > 0) this.#made.add("claim");
  }

  #keepRejected(rejected: readonly RejectedEvent[]): void {
    const sql = this.#with("rejected");
    for (const event of rejected) sql.exec("INSERT INTO rejected (body) VALUES (?)", JSON.stringify(event));
    sql.exec("DELETE FROM rejected WHERE seq <= (SELECT max(seq) FROM rejected) - ?", limits.rejectedKept);
  }

  rejected(): RejectedEvent[] {
    if (!this.#has("rejected")) return [];
    return this.#storage.sql
      .exec<{ body: string }>("SELECT body FROM rejected ORDER BY seq DESC")
      .toArray()
      .map(({ body }) => JSON.parse(body) as RejectedEvent);
  }

  saveHandOff(handOff: StoredHandOff): void {
    this.#with("hand_off").exec(
      "INSERT INTO hand_off VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state, body = excluded.body",
      handOff.id,
      handOff.state,
      JSON.stringify(handOff),
    );
  }

  handOffs(state?: HandOffRecord["state"]): StoredHandOff[] {
    if (!this.#has("hand_off")) return [];
    const rows =
      state === undefined
        ? this.#storage.sql.exec<{ body: string }>("SELECT body FROM hand_off")
        : this.#storage.sql.exec<{ body: string }>("SELECT body FROM hand_off WHERE state = ?", state);
    return rows.toArray().map(({ body }) => JSON.parse(body) as StoredHandOff);
  }

  claims(): { key: string; isDone: boolean }[] {
    if (!this.#has("claim")) return [];
    return this.#storage.sql
      .exec<{ key: string; is_done: number }>("SELECT key, is_done FROM claim")
      .toArray()
      .map((row) => ({ key: row.key, isDone: row.is_done === 1 }));
  }

  finishClaim(key: string): void {
    this.#storage.sql.exec("UPDATE claim SET is_done = 1 WHERE key = ?", key);
  }
}

function withoutVisit(event: TrackedEvent): TrackedEvent {
  const { visit: _visit, ...rest } = event;
  return rest;
}
