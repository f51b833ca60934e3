import type { Delivery, Exchange, HandOffPayload } from "../../../shared/schema/destination.ts";
import type { Bar } from "../visitor/bars.ts";

interface QueuedRow extends Record<string, SqlStorageValue> {
  seq: number;
  body: string;
  payload: string;
}

/** A delivery with what it carries. */
export interface DueDelivery {
  delivery: Delivery;
  payload: HandOffPayload;
  turn: number;
}

/**
 * The deliveries of one destination, each a row, from the first try to the last.
 *
 * Those of one lead go one after another: only the first that is pending has a time for its next
 * try; the others wait until it is delivered or dead.
 */
export class DeliveryQueue {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    const { sql } = storage;
    this.#sql = sql;
    storage.transactionSync(() => {
      sql.exec(`
        CREATE TABLE IF NOT EXISTS queued (
          seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, lead_id TEXT NOT NULL,
          state TEXT NOT NULL, turn INTEGER NOT NULL, next_ms INTEGER, created_ms INTEGER NOT NULL,
          settled_ms INTEGER, body TEXT NOT NULL, payload TEXT NOT NULL, exchanges TEXT,
          bar TEXT
        );
        CREATE INDEX IF NOT EXISTS queued_next ON queued (next_ms) WHERE next_ms IS NOT NULL;
        CREATE INDEX IF NOT EXISTS queued_lead ON queued (lead_id, seq) WHERE state = 'pending';
        CREATE INDEX IF NOT EXISTS queued_settled ON queued (settled_ms) WHERE settled_ms IS NOT NULL;
      `);
      this.#addBar();
      this.#moveFirstLayout();
    });
  }

  /** The first releases did not write down who had said no. */
  #addBar(): void {
    const columns = this.#sql.exec("SELECT 1 FROM pragma_table_info('queued') WHERE name = 'bar'").toArray();
    if (columns.length === 0) this.#sql.exec("ALTER TABLE queued ADD COLUMN bar TEXT");
  }

  /** The first layout kept no order among the deliveries of a lead. */
  #moveFirstLayout(): void {
    const tables = this.#sql
      .exec("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'delivery'")
      .toArray();
    if (tables.length === 0) return;
    this.#sql.exec(`
      INSERT INTO queued (id, lead_id, state, turn, next_ms, created_ms, settled_ms, body, payload)
      SELECT id, json_extract(body, '$.leadId'), state, 0, next_ms, created_ms,
        CASE state WHEN 'pending' THEN NULL ELSE created_ms END, body, payload
      FROM delivery ORDER BY created_ms, id;
      DROP TABLE delivery;
    `);
    this.#sql.exec(
      "UPDATE queued SET next_ms = NULL WHERE state = 'pending' AND seq > (SELECT min(seq) FROM queued AS first WHERE first.lead_id = queued.lead_id AND first.state = 'pending')",
    );
  }

  /** Adds a hand-off, once. */
  add(id: string, payload: HandOffPayload, nowMs: number): void {
    if (this.get(id) !== null) return;
    const leadId = payload.who.visitorId;
    const nextAttemptAtMs = this.#isWaitedFor(leadId) ? null : nowMs;
    const delivery: Delivery = {
      id,
      handOffId: payload.handOffId,
      leadId,
      state: "pending",
      attempts: 0,
      createdAtMs: nowMs,
      nextAttemptAtMs,
      deliveredAtMs: null,
      lastAttemptAtMs: null,
      lastStatus: null,
      lastError: null,
    };
    this.#sql.exec(
      `INSERT INTO queued (id, lead_id, state, turn, next_ms, created_ms, body, payload)
       SELECT ?, ?, 'pending', coalesce(max(seq), 0), ?, ?, ?, ? FROM queued`,
      id,
      leadId,
      nextAttemptAtMs,
      nowMs,
      JSON.stringify(delivery),
      JSON.stringify(payload),
    );
  }

  /**
   * Writes down that a delivery is being tried, before the first request leaves: whatever comes in
   * between, the receiver may have it from now on.
   *
   * @returns False when it is not to be tried any more.
   */
  begin(id: string, nowMs: number): boolean {
    const delivery = this.get(id);
    if (delivery?.state !== "pending") return false;
    if (delivery.lastAttemptAtMs === null) {
      const begun = JSON.stringify({ ...delivery, lastAttemptAtMs: nowMs } satisfies Delivery);
      this.#sql.exec("UPDATE queued SET body = ? WHERE id = ?", begun, id);
    }
    return true;
  }

  /** Saves how a try went; when the delivery is over, the next one of the same lead gets its turn. */
  settle(delivery: Delivery, exchanges: readonly Exchange[], nowMs: number): void {
    const isOver = delivery.state !== "pending";
    this.#sql.exec(
      "UPDATE queued SET state = ?, next_ms = ?, settled_ms = ?, body = ?, exchanges = ? WHERE id = ?",
      delivery.state,
      delivery.nextAttemptAtMs,
      isOver ? nowMs : null,
      JSON.stringify(delivery),
      JSON.stringify(exchanges),
      delivery.id,
    );
    if (isOver) this.#release(delivery.leadId, nowMs);
  }

  /** Puts a delivery to the end of the queue, as if it had just come. */
  requeue(delivery: Delivery, nowMs: number): Delivery {
    const wasPending = delivery.state === "pending";
    const waits = !wasPending && this.#isWaitedFor(delivery.leadId);
    const again: Delivery = {
      ...delivery,
      state: "pending",
      attempts: 0,
      deliveredAtMs: null,
      nextAttemptAtMs: waits || (wasPending && delivery.nextAttemptAtMs === null) ? null : nowMs,
    };
    // One that is pending keeps its place: those behind it were told later.
    this.#sql.exec(
      `UPDATE queued SET seq = ${wasPending ? "seq" : "(SELECT max(seq) + 1 FROM queued)"},
       state = 'pending', next_ms = ?, settled_ms = NULL, body = ? WHERE id = ?`,
      again.nextAttemptAtMs,
      JSON.stringify(again),
      delivery.id,
    );
    return again;
  }

  get(id: string): Delivery | null {
    const [row] = this.#sql.exec<QueuedRow>("SELECT body FROM queued WHERE id = ?", id).toArray();
    return row === undefined ? null : (JSON.parse(row.body) as Delivery);
  }

  /** The dead ones that can be tried again, those that died first at first. */
  replayable(limit: number): Delivery[] {
    return this.#sql
      .exec<QueuedRow>(
        "SELECT body FROM queued WHERE state = 'dead' AND payload != '{}' ORDER BY seq LIMIT ?",
        limit,
      )
      .toArray()
      .map(({ body }) => JSON.parse(body) as Delivery);
  }

  /** The requests of the last try. */
  exchanges(id: string): Exchange[] {
    const [row] = this.#sql
      .exec<{ exchanges: string | null }>("SELECT exchanges FROM queued WHERE id = ?", id)
      .toArray();
    return JSON.parse(row?.exchanges ?? "[]") as Exchange[];
  }

  /** What is to be tried now, the longest waiting first. */
  due(nowMs: number, limit: number): DueDelivery[] {
    return this.#sql
      .exec<QueuedRow & { turn: number }>(
        "SELECT turn, body, payload FROM queued WHERE next_ms IS NOT NULL AND next_ms <= ? ORDER BY next_ms, seq LIMIT ?",
        nowMs,
        limit,
      )
      .toArray()
      .map((row) => ({
        delivery: JSON.parse(row.body) as Delivery,
        payload: JSON.parse(row.payload) as HandOffPayload,
        turn: row.turn,
      }));
  }

  /** When the next try is due, or null when there is none. */
  nextAtMs(): number | null {
    return (
      this.#sql
        .exec<{ next: number | null }>("SELECT min(next_ms) AS next FROM queued WHERE next_ms IS NOT NULL")
        .one().next ?? null
    );
  }

  /** The latest deliveries, those that came or were replayed last first. */
  list(limit: number, state?: Delivery["state"]): Delivery[] {
    const rows =
      state === undefined
        ? this.#sql.exec<QueuedRow>("SELECT body FROM queued ORDER BY seq DESC LIMIT ?", limit)
        : this.#sql.exec<QueuedRow>(
            "SELECT body FROM queued WHERE state = ? ORDER BY seq DESC LIMIT ?",
            state,
            limit,
          );
    return rows.toArray().map(({ body }) => JSON.parse(body) as Delivery);
  }

  /** Gives up on what has been pending since before a time. @returns How many. */
  giveUpOn(sinceMs: number, nowMs: number): number {
    const old = this.#sql
      .exec<QueuedRow>(
        "SELECT body FROM queued WHERE next_ms IS NOT NULL AND created_ms < ? AND json_extract(body, '$.attempts') > 0",
        sinceMs,
      )
      .toArray()
      .map(({ body }) => JSON.parse(body) as Delivery);
    for (const delivery of old) {
      const dead: Delivery = { ...delivery, state: "dead", nextAttemptAtMs: null };
      this.settle(dead, this.exchanges(delivery.id), nowMs);
    }
    return old.length;
  }

  /** When the oldest settled delivery was settled, or null. */
  oldestSettledMs(): number | null {
    return (
      this.#sql
        .exec<{ oldest: number | null }>(
          "SELECT min(settled_ms) AS oldest FROM queued WHERE settled_ms IS NOT NULL",
        )
        .one().oldest ?? null
    );
  }

  /** Forgets deliveries that were settled before a time. */
  prune(beforeMs: number): void {
    this.#sql.exec("DELETE FROM queued WHERE settled_ms IS NOT NULL AND settled_ms <= ?", beforeMs);
  }

  /**
   * What is kept of these leads, with all that was sent.
   *
   * @param ids Deliveries that are to be told of besides.
   */
  ofLeads(
    leadIds: readonly string[],
    ids: readonly string[] = [],
  ): { delivery: Delivery; payload: HandOffPayload; exchanges: Exchange[] }[] {
    return this.#sql
      .exec<QueuedRow & { exchanges: string | null }>(
        `SELECT body, payload, exchanges FROM queued
         WHERE lead_id IN (SELECT value FROM json_each(?)) OR id IN (SELECT value FROM json_each(?))
         ORDER BY seq`,
        JSON.stringify(leadIds),
        JSON.stringify(ids),
      )
      .toArray()
      .map((row) => ({
        delivery: JSON.parse(row.body) as Delivery,
        payload: JSON.parse(row.payload) as HandOffPayload,
        exchanges: JSON.parse(row.exchanges ?? "[]") as Exchange[],
      }));
  }

  /** The same without notices of an erasure, which go out whatever the person has said. Those of earlier releases hold nothing any more. */
  handOffsOf(...who: Parameters<DeliveryQueue["ofLeads"]>): ReturnType<DeliveryQueue["ofLeads"]> {
    return this.ofLeads(...who).filter(
      ({ payload: { id, erased } }: { payload: Partial<HandOffPayload> }) =>
        id !== undefined && erased === undefined,
    );
  }

  /** Forgets a delivery; the next one of the same lead gets its turn. */
  forget(id: string, nowMs: number): void {
    const delivery = this.get(id);
    this.#sql.exec("DELETE FROM queued WHERE id = ?", id);
    if (delivery !== null && delivery.nextAttemptAtMs !== null) this.#release(delivery.leadId, nowMs);
  }

  /** Writes down with a delivery that its person said no. What comes later may leave again. */
  bar(id: string, why: Bar["why"]): void {
    // Not to be shared is less than not to leave at all.
    const lesser = why === "share" ? "bar IS NULL" : "bar IS NULL OR bar = 'share'";
    this.#sql.exec(`UPDATE queued SET bar = ? WHERE id = ? AND (${lesser})`, why, id);
  }

  /** What may not be shared, and has not left. */
  unshared(): string[] {
    return this.#sql
      .exec<{ id: string }>("SELECT id FROM queued WHERE bar = 'share' AND state IN ('pending', 'dead')")
      .toArray()
      .map(({ id }) => id);
  }

  /** Which no stands in the way of a delivery, if one does. */
  barOf(id: string): Bar["why"] | null {
    const [row] = this.#sql
      .exec<{ bar: Bar["why"] | null }>("SELECT bar FROM queued WHERE id = ?", id)
      .toArray();
    return row?.bar ?? null;
  }

  /** Ends a delivery that has not left: one that waits, or died and could be replayed. It is never sent. */
  cancel(id: string, reason: string, nowMs: number): void {
    const delivery = this.get(id);
    if (delivery === null || delivery.state === "delivered" || delivery.state === "cancelled") return;
    const cancelled: Delivery = {
      ...delivery,
      state: "cancelled",
      nextAttemptAtMs: null,
      lastError: reason,
    };
    this.settle(cancelled, this.exchanges(id), nowMs);
  }

  /** Takes out of a notice of an erasure what names the person. Under which ids they were known is left, to tell it again. */
  strip(id: string): void {
    this.#sql.exec(
      `UPDATE queued SET exchanges = NULL, payload = json_object(
        'id', payload ->> 'id', 'type', payload ->> 'type', 'site', payload ->> 'site',
        'atMs', payload ->> 'atMs', 'erased', json(payload -> 'erased')
      ) WHERE id = ?`,
      id,
    );
  }

  /** How much of a delivery is there to be sent. Of the notices that earlier releases have delivered there is nothing. */
  contentOf(id: string): "hand_off" | "notice" | "stripped_notice" | "nothing" {
    const [row] = this.#sql.exec<QueuedRow>("SELECT payload FROM queued WHERE id = ?", id).toArray();
    const payload = JSON.parse(row?.payload ?? "{}") as Partial<HandOffPayload>;
    if (payload.id === undefined) return "nothing";
    if (payload.erased === undefined) return "hand_off";
    return payload.who === undefined ? "stripped_notice" : "notice";
  }

  #isWaitedFor(leadId: string): boolean {
    return (
      this.#sql.exec("SELECT 1 FROM queued WHERE lead_id = ? AND state = 'pending' LIMIT 1", leadId).toArray()
        .length > 0
    );
  }

  #release(leadId: string, nowMs: number): void {
    const [next] = this.#sql
      .exec<QueuedRow>(
        "SELECT seq, body FROM queued WHERE lead_id = ? AND state = 'pending' ORDER BY seq LIMIT 1",
        leadId,
      )
      .toArray();
    if (next === undefined) return;
    const delivery = { ...(JSON.parse(next.body) as Delivery), nextAttemptAtMs: nowMs };
    this.#sql.exec(
      "UPDATE queued SET next_ms = ?, body = ? WHERE seq = ?",
      nowMs,
      JSON.stringify(delivery),
      next.seq,
    );
  }
}
