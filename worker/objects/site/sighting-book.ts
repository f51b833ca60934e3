import type { KeptSighting, Sighting } from "../../../shared/schema/setup.ts";

/** Details kept of each kind; the ones not seen for longest go. */
const detailsPerKind = 20;
/** A sighting that was noted less than this long ago is not written again. */
const freshMs = 30_000;

interface SightingRow extends Record<string, SqlStorageValue> {
  kind: string;
  detail: string;
  first_ms: number;
  last_ms: number;
}

/** What has been seen of how the script is set up: when first, when last. */
export class SightingBook {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      "CREATE TABLE IF NOT EXISTS sighting (kind TEXT NOT NULL, detail TEXT NOT NULL, first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, PRIMARY KEY (kind, detail)) WITHOUT ROWID",
    );
  }

  /**
   * Notes that something was seen now.
   *
   * @returns Whether it was new, or not seen for half a minute: many isolates may tell the same.
   */
  note({ kind, detail }: Sighting, nowMs: number): boolean {
    const [known] = this.#sql
      .exec<SightingRow>("SELECT * FROM sighting WHERE kind = ? AND detail = ?", kind, detail)
      .toArray();
    if (known !== undefined && nowMs - known.last_ms < freshMs) return false;
    this.#sql.exec(
      "INSERT OR REPLACE INTO sighting VALUES (?, ?, ?, ?)",
      kind,
      detail,
      known?.first_ms ?? this.#firstOfKind(kind, nowMs),
      nowMs,
    );
    this.#sql.exec(
      "DELETE FROM sighting WHERE kind = ?1 AND detail NOT IN (SELECT detail FROM sighting WHERE kind = ?1 ORDER BY last_ms DESC LIMIT ?2)",
      kind,
      detailsPerKind,
    );
    return true;
  }

  /** Everything noted, the latest first. */
  all(): KeptSighting[] {
    return this.#sql
      .exec<SightingRow>("SELECT * FROM sighting ORDER BY last_ms DESC")
      .toArray()
      .map(({ kind, detail, first_ms, last_ms }) => ({
        kind: kind as Sighting["kind"],
        detail,
        firstAtMs: first_ms,
        lastAtMs: last_ms,
      }));
  }

  /** When this kind was seen first, in any place: it outlives the place that goes. */
  #firstOfKind(kind: string, nowMs: number): number {
    const { first } = this.#sql
      .exec<{ first: number | null }>("SELECT MIN(first_ms) AS first FROM sighting WHERE kind = ?", kind)
      .one();
    return first ?? nowMs;
  }
}
