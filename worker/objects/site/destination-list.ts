import type { DestinationBasics } from "../destination/configuration.ts";

/** Purposes that were never said are sales: what the first build stored always said them. */
type StoredDestination = Pick<DestinationBasics, "id" | "purposes" | "createdAtMs" | "isShare">;

interface UntakenRow extends Record<string, SqlStorageValue> {
  visitor_id: string;
}

/**
 * Which destinations a site has and what they take, and which hand-offs nobody took. What each of
 * them is told to do is its own object's.
 */
export class DestinationList {
  readonly #sql: SqlStorage;
  /** Made with its first row: few sites ever need it. */
  #hasUntaken: boolean;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      "CREATE TABLE IF NOT EXISTS destination (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID",
    );
    this.#hasUntaken =
      sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'untaken'").toArray().length > 0;
  }

  save({ id, purposes, createdAtMs, isShare }: StoredDestination): void {
    this.#sql.exec(
      "INSERT OR REPLACE INTO destination VALUES (?, ?)",
      id,
      JSON.stringify({ id, purposes, createdAtMs, ...(isShare === true && { isShare }) }),
    );
  }

  remove(id: string): void {
    this.#sql.exec("DELETE FROM destination WHERE id = ?", id);
  }

  has(id: string): boolean {
    return this.#sql.exec("SELECT 1 FROM destination WHERE id = ?", id).toArray().length > 0;
  }

  /** In the order in which they were set up. */
  ids(): string[] {
    return this.#all().map(({ id }) => id);
  }

  /**
   * Ids of those that take hand-offs of this purpose.
   *
   * @param isOptedOut The visitor's browser says that nothing may be sold or shared.
   */
  takersOf(purpose: string, isOptedOut = false): string[] {
    return this.#all()
      .filter(({ purposes }) => (purposes as readonly string[]).includes(purpose))
      .filter(({ isShare }) => !(isOptedOut && isShare === true))
      .map(({ id }) => id);
  }

  /** Remembers whose hand-off nobody took, or that somebody has taken it. Only ids: what it says is the visitor's. */
  noteUntaken(handOffId: string, visitorId: string, purpose: string, isUntaken: boolean): void {
    if (!isUntaken) {
      if (this.#hasUntaken) this.#sql.exec("DELETE FROM untaken WHERE hand_off_id = ?", handOffId);
      return;
    }
    if (!this.#hasUntaken) {
      this.#sql.exec(
        "CREATE TABLE IF NOT EXISTS untaken (hand_off_id TEXT PRIMARY KEY, visitor_id TEXT NOT NULL, purpose TEXT NOT NULL) WITHOUT ROWID",
      );
      this.#hasUntaken = true;
    }
    this.#sql.exec(
      "INSERT INTO untaken VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      handOffId,
      visitorId,
      purpose,
    );
  }

  /** How many hand-offs nobody took, by purpose. */
  untakenCounts(): Record<string, number> {
    if (!this.#hasUntaken) return {};
    const rows = this.#sql
      .exec<{ purpose: string; count: number }>(
        "SELECT purpose, count(*) AS count FROM untaken GROUP BY purpose",
      )
      .toArray();
    return Object.fromEntries(rows.map(({ purpose, count }) => [purpose, count]));
  }

  /** Visitors whose hand-offs nobody took although somebody would now. */
  untakenVisitors(limit: number): string[] {
    if (!this.#hasUntaken) return [];
    const purposes = Object.keys(this.untakenCounts()).filter((purpose) => this.takersOf(purpose).length > 0);
    const found = purposes.flatMap((purpose) =>
      this.#sql
        .exec<UntakenRow>("SELECT DISTINCT visitor_id FROM untaken WHERE purpose = ? LIMIT ?", purpose, limit)
        .toArray()
        .map(({ visitor_id }) => visitor_id),
    );
    return [...new Set(found)].slice(0, limit);
  }

  forgetVisitor(visitorId: string): void {
    if (this.#hasUntaken) this.#sql.exec("DELETE FROM untaken WHERE visitor_id = ?", visitorId);
  }

  #all(): StoredDestination[] {
    return this.#sql
      .exec<{ body: string }>("SELECT body FROM destination")
      .toArray()
      .map(({ body }) => JSON.parse(body) as StoredDestination)
      .sort((a, b) => a.createdAtMs - b.createdAtMs);
  }
}
