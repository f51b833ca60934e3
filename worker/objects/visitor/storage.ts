import type { ClaimProof } from "../identity/identity.ts";
import type { RejectedEvent, HandOffRecord } from "../../../shared/schema/visitor.ts";
import type { HandOffPayload } from "../../../shared/schema/destination.ts";
import type { TrackedEvent, VisitContext } from "../../../shared/schema/event.ts";
import { limits } from "../../../shared/limits.ts";
import { readLog, unreadableRows, type BatchRow, type LogRow } from "./log-rows.ts";

/** A hand-off in the outbox. */
export interface StoredHandOff {
  id: string;
  state: HandOffRecord["state"];
  destinations: string[];
  payload: HandOffPayload;
  label: string;
  purpose: string;
  eventId: string;
  /** It left for events that count here no longer; what comes may leave again, under another id. */
  isRetired?: boolean;
  /** The device that was parted when this was called back before anybody had it: it may have triggered it alone. */
  calledBackWith?: string;
  /** The device that was parted when this had left already: it may be of that device's person. */
  leftWith?: string;
}

/** Something that proves an identity to be this visitor's. */
export interface Proof {
  /** Key of the identity; see `identityKey`. */
  key: string;
  by: ClaimProof;
  /** The id that the same browser had before, whose events come along. */
  former: string | null;
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
  /** Identities that this visitor has proved. */
  proofs: readonly Proof[];
}

/** Who this object is. */
export interface Owner {
  siteId: string;
  visitorId: string;
}

/** The name of a visitor's object. Inside it, it costs nothing to know: `ctx.id.name`. */
export function objectName(siteId: string, visitorId: string): string {
  return `${siteId}:${visitorId}`;
}

function ownerIn(name: string): Owner | null {
  const end = name.lastIndexOf(":");
  return end < 1 ? null : { siteId: name.slice(0, end), visitorId: name.slice(end + 1) };
}

/** The visitor's tables. Most visitors need the first one only, and making a table costs two rows and a page of 4 KB. */
const tables = {
  batch: "CREATE TABLE IF NOT EXISTS batch (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)",
  // Who this is. Visitors of the first layout have it; since then the object's name says it, and only
  // those of whom something else than events is kept have the table.
  owner:
    "CREATE TABLE IF NOT EXISTS owner (site_id TEXT NOT NULL, visitor_id TEXT NOT NULL, layout INTEGER NOT NULL)",
  rejected: "CREATE TABLE IF NOT EXISTS rejected (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)",
  hand_off:
    "CREATE TABLE IF NOT EXISTS hand_off (id TEXT PRIMARY KEY, state TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID",
  claim: "CREATE TABLE IF NOT EXISTS claim (key TEXT PRIMARY KEY, is_done INTEGER NOT NULL) WITHOUT ROWID",
  proof:
    "CREATE TABLE IF NOT EXISTS proof (key TEXT PRIMARY KEY, is_done INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID",
  // Which lead this visitor's events count for: one row, see `KinStorage`.
  link: "CREATE TABLE IF NOT EXISTS link (id INTEGER PRIMARY KEY, body TEXT NOT NULL)",
  // What other visitors are to this one.
  kin: "CREATE TABLE IF NOT EXISTS kin (visitor TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID",
  // What was said about being known: an objection, an erasure. See `PrivacyStorage`.
  privacy: "CREATE TABLE IF NOT EXISTS privacy (name TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID",
  // Copies of the log rows of the devices that count for this lead.
  adopted:
    "CREATE TABLE IF NOT EXISTS adopted (device TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (device, seq)) WITHOUT ROWID",
  // Rows of the log that cannot be read, with the reason; see `LogReader`.
  unreadable:
    "CREATE TABLE IF NOT EXISTS unreadable (seq INTEGER PRIMARY KEY, body TEXT NOT NULL, reason TEXT NOT NULL, at_ms INTEGER NOT NULL)",
};
export type Table = keyof typeof tables;

/** How far a claim has come: not made, made, or somebody else's with sales still to be told. */
export const claimStates = { open: 0, done: 1, others: 2 } as const;
export type ClaimState = keyof typeof claimStates;

/** A proof that proves nothing any more: too many devices have opened the link. */
const spent = 2;

/** Version of the tables, for later ones to know what they open. */
const layout = 1;

/**
 * What is stored of a visitor. Each table is made with its first row, so that asking for a visitor
 * who does not exist leaves nothing behind.
 */
export class VisitorStorage {
  readonly #storage: DurableObjectStorage;
  readonly #name: string;
  readonly #made: Set<string>;

  /** @param objectsName The object's name, see `objectName`; empty when the platform does not tell it. */
  constructor(storage: DurableObjectStorage, objectsName: string) {
    this.#storage = storage;
    this.#name = objectsName;
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

  /** Whether a table was made. */
  has(table: Table): boolean {
    return this.#made.has(table);
  }

  /** @returns The database, with this table in it. */
  with(table: Table): SqlStorage {
    const { sql } = this.#storage;
    if (!this.has(table)) sql.exec(tables[table]);
    return sql;
  }

  /** The database, for reading tables that were made. */
  get sql(): SqlStorage {
    return this.#storage.sql;
  }

  /** Writes in one transaction. Which tables it made is known only after it: what is rolled back was not made. */
  transaction(made: readonly Table[], write: () => void): void {
    this.#storage.transactionSync(write);
    for (const table of made) this.#made.add(table);
  }

  /** Who this is, or null when nothing is kept of them. */
  owner(): Owner | null {
    if (!this.has("owner")) return this.has("batch") ? ownerIn(this.#name) : null;
    const [row] = this.#storage.sql
      .exec<{ site_id: string; visitor_id: string }>("SELECT site_id, visitor_id FROM owner")
      .toArray();
    return row === undefined ? null : { siteId: row.site_id, visitorId: row.visitor_id };
  }

  /** This visitor's own events, in order of arrival. */
  events(): TrackedEvent[] {
    return readLog(this).flatMap(({ events }) => events);
  }

  /** Rows of this visitor's own log after one, in order of arrival. */
  rows(afterSeq: number, limit = -1): LogRow[] {
    return readLog(this, afterSeq, limit).map(({ seq, body }) => ({ seq, body }));
  }

  /** Writes a batch in one transaction. */
  write(batch: BatchWrite): void {
    // Where there are events, the object's name says whose they are.
    const isNamed = batch.events.length > 0 && this.#name === objectName(batch.siteId, batch.visitorId);
    const isNameless = !isNamed && this.owner() === null;
    const made: Table[] = isNameless ? ["owner"] : [];
    if (batch.events.length > 0) made.push("batch");
    if (batch.rejected.length > 0) made.push("rejected");
    if (batch.handOffs.length > 0) made.push("hand_off");
    if (batch.claims.length > 0) made.push("claim");
    if (batch.proofs.length > 0) made.push("proof");
    this.transaction(made, () => {
      if (isNameless) this.#own(batch);
      if (batch.events.length > 0) {
        const row: BatchRow = {
          ...(batch.visit !== undefined && { visit: batch.visit }),
          events: batch.visit === undefined ? [...batch.events] : batch.events.map(withoutVisit),
        };
        this.with("batch").exec("INSERT INTO batch (body) VALUES (?)", JSON.stringify(row));
      }
      if (batch.rejected.length > 0) this.#keepRejected(batch.rejected);
      for (const handOff of batch.handOffs) this.saveHandOff(handOff);
      for (const key of batch.claims) {
        this.with("claim").exec("INSERT INTO claim VALUES (?, 0) ON CONFLICT DO NOTHING", key);
      }
      for (const proof of batch.proofs) {
        this.with("proof").exec(
          `INSERT INTO proof VALUES (?, 0, ?)
           ON CONFLICT (key) DO UPDATE SET is_done = 0, body = excluded.body WHERE is_done = ${spent}`,
          proof.key,
          JSON.stringify(proof),
        );
      }
    });
  }

  /** Writes down who this object is, where nothing says it yet. */
  own(owner: Owner): void {
    if (this.owner() === null) this.transaction(["owner"], () => this.#own(owner));
  }

  #own({ siteId, visitorId }: Owner): void {
    this.with("owner").exec("INSERT INTO owner VALUES (?, ?, ?)", siteId, visitorId, layout);
  }

  #keepRejected(rejected: readonly RejectedEvent[]): void {
    const sql = this.with("rejected");
    for (const event of rejected) sql.exec("INSERT INTO rejected (body) VALUES (?)", JSON.stringify(event));
    sql.exec("DELETE FROM rejected WHERE seq <= (SELECT max(seq) FROM rejected) - ?", limits.rejectedKept);
  }

  /** What was refused, the newest first, and what cannot be read any more. */
  rejected(): RejectedEvent[] {
    const unreadable = unreadableRows(this);
    if (!this.has("rejected")) return unreadable;
    return this.#storage.sql
      .exec<{ body: string }>("SELECT body FROM rejected ORDER BY seq DESC")
      .toArray()
      .map(({ body }) => JSON.parse(body) as RejectedEvent)
      .concat(unreadable);
  }

  saveHandOff(handOff: StoredHandOff): void {
    this.with("hand_off").exec(
      "INSERT INTO hand_off VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state, body = excluded.body",
      handOff.id,
      handOff.state,
      JSON.stringify(handOff),
    );
  }

  handOffs(state?: HandOffRecord["state"]): StoredHandOff[] {
    if (!this.has("hand_off")) return [];
    const rows =
      state === undefined
        ? this.#storage.sql.exec<{ body: string }>("SELECT body FROM hand_off")
        : this.#storage.sql.exec<{ body: string }>("SELECT body FROM hand_off WHERE state = ?", state);
    return rows.toArray().map(({ body }) => JSON.parse(body) as StoredHandOff);
  }

  /** Identities claimed without proof, by how far each has come. */
  claims(): { key: string; state: ClaimState }[] {
    if (!this.has("claim")) return [];
    return this.#storage.sql
      .exec<{ key: string; is_done: number }>("SELECT key, is_done FROM claim")
      .toArray()
      .map((row) => ({
        key: row.key,
        state:
          row.is_done === claimStates.open ? "open" : row.is_done === claimStates.done ? "done" : "others",
      }));
  }

  setClaim(key: string, state: ClaimState): void {
    this.#storage.sql.exec("UPDATE claim SET is_done = ? WHERE key = ?", claimStates[state], key);
  }

  /** Identities that this visitor has proved, or tried to. */
  proofs(): (Proof & { state: "open" | "done" | "spent" })[] {
    if (!this.has("proof")) return [];
    return this.#storage.sql
      .exec<{ is_done: number; body: string }>("SELECT is_done, body FROM proof")
      .toArray()
      .map((row) => ({
        ...(JSON.parse(row.body) as Proof),
        state: row.is_done === spent ? "spent" : row.is_done === 1 ? "done" : "open",
      }));
  }

  /** What of this is this visitor's for certain. */
  proved(): Proof[] {
    return this.proofs().filter(({ state }) => state !== "spent");
  }

  finishProof(key: string, isSpent: boolean): void {
    this.#storage.sql.exec("UPDATE proof SET is_done = ? WHERE key = ?", isSpent ? spent : 1, key);
  }
}

function withoutVisit(event: TrackedEvent): TrackedEvent {
  const { visit: _visit, ...rest } = event;
  return rest;
}
