import type { Delivery, HandOffPayload } from "../../../shared/schema/destination.ts";

interface DeliveryRow extends Record<string, SqlStorageValue> {
  id: string;
  state: string;
  next_ms: number | null;
  body: string;
  payload: string;
}

/** A delivery with what it carries. */
export interface DueDelivery {
  delivery: Delivery;
  payload: HandOffPayload;
}

/** The deliveries of one destination, each a row, from first try to the last. */
export class DeliveryQueue {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS delivery (
        id TEXT PRIMARY KEY, state TEXT NOT NULL, next_ms INTEGER, created_ms INTEGER NOT NULL,
        body TEXT NOT NULL, payload TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS delivery_next ON delivery (next_ms) WHERE next_ms IS NOT NULL;
    `);
  }

  /** Adds a hand-off, once. */
  add(id: string, payload: HandOffPayload, nowMs: number): void {
    const delivery: Delivery = {
      id,
      handOffId: payload.handOffId,
      leadId: payload.who.visitorId,
      state: "pending",
      attempts: 0,
      createdAtMs: nowMs,
      nextAttemptAtMs: nowMs,
      deliveredAtMs: null,
      lastStatus: null,
      lastError: null,
    };
    this.#sql.exec(
      "INSERT INTO delivery VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
      id,
      delivery.state,
      nowMs,
      nowMs,
      JSON.stringify(delivery),
      JSON.stringify(payload),
    );
  }

  save(delivery: Delivery): void {
    this.#sql.exec(
      "UPDATE delivery SET state = ?, next_ms = ?, body = ? WHERE id = ?",
      delivery.state,
      delivery.nextAttemptAtMs,
      JSON.stringify(delivery),
      delivery.id,
    );
  }

  get(id: string): Delivery | null {
    const [row] = this.#sql.exec<DeliveryRow>("SELECT * FROM delivery WHERE id = ?", id).toArray();
    return row === undefined ? null : (JSON.parse(row.body) as Delivery);
  }

  /** What is to be tried now, the longest waiting first. */
  due(nowMs: number, limit: number): DueDelivery[] {
    return this.#sql
      .exec<DeliveryRow>(
        "SELECT * FROM delivery WHERE next_ms IS NOT NULL AND next_ms <= ? ORDER BY next_ms LIMIT ?",
        nowMs,
        limit,
      )
      .toArray()
      .map((row) => ({
        delivery: JSON.parse(row.body) as Delivery,
        payload: JSON.parse(row.payload) as HandOffPayload,
      }));
  }

  /** When the next try is due, or null when there is none. */
  nextAtMs(): number | null {
    return (
      this.#sql
        .exec<{ next: number | null }>("SELECT min(next_ms) AS next FROM delivery WHERE next_ms IS NOT NULL")
        .one().next ?? null
    );
  }

  /** The latest deliveries, the newest first. */
  list(limit: number): Delivery[] {
    return this.#sql
      .exec<{ body: string }>("SELECT body FROM delivery ORDER BY created_ms DESC, id LIMIT ?", limit)
      .toArray()
      .map(({ body }) => JSON.parse(body) as Delivery);
  }
}
