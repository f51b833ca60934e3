const hourMs = 3_600_000;

interface HeldRow extends Record<string, SqlStorageValue> {
  visitor_id: string;
}

/**
 * Lets so many hand-offs of a purpose through in any hour and holds the rest: somebody who floods a
 * site with leads takes neither the sales people's time nor the leads that are real. Each hand-off is
 * judged once by its id, however often it is brought, so that held and let through are all there are.
 *
 * Both tables are made with their first row.
 */
export class HandOffGate {
  readonly #sql: SqlStorage;
  readonly #made: Set<string>;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#made = new Set(
      sql
        .exec<{ name: string }>(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('passed', 'held')",
        )
        .toArray()
        .map(({ name }) => name),
    );
  }

  /**
   * Judges a hand-off that a destination would take.
   *
   * @returns `passed`, `held`, or `first_held` when nothing was held before: somebody has to be told.
   */
  judge(
    { handOffId, visitorId, purpose }: { handOffId: string; visitorId: string; purpose: string },
    atMost: number,
    nowMs: number,
  ): "passed" | "held" | "first_held" {
    const held = this.#held(handOffId);
    // One that was let go may come again and again, until it was taken.
    if (held !== undefined) return held.is_released === 0 ? "held" : "passed";
    this.#make(
      "passed",
      "CREATE TABLE IF NOT EXISTS passed (hand_off_id TEXT PRIMARY KEY, purpose TEXT NOT NULL, at_ms INTEGER NOT NULL) WITHOUT ROWID",
    );
    this.#sql.exec("DELETE FROM passed WHERE at_ms <= ?", nowMs - hourMs);
    if (this.#hasPassed(handOffId)) return "passed";
    if (this.#passed(purpose) < atMost) {
      this.#sql.exec("INSERT INTO passed VALUES (?, ?, ?)", handOffId, purpose, nowMs);
      return "passed";
    }
    const isFirst = Object.keys(this.counts()).length === 0;
    this.#make(
      "held",
      "CREATE TABLE IF NOT EXISTS held (hand_off_id TEXT PRIMARY KEY, visitor_id TEXT NOT NULL, purpose TEXT NOT NULL, is_released INTEGER NOT NULL) WITHOUT ROWID",
    );
    this.#sql.exec("INSERT INTO held VALUES (?, ?, ?, 0)", handOffId, visitorId, purpose);
    return isFirst ? "first_held" : "held";
  }

  /** How many hand-offs are held, by purpose. */
  counts(): Record<string, number> {
    if (!this.#made.has("held")) return {};
    const rows = this.#sql
      .exec<{ purpose: string; count: number }>(
        "SELECT purpose, count(*) AS count FROM held WHERE is_released = 0 GROUP BY purpose",
      )
      .toArray();
    return Object.fromEntries(rows.map(({ purpose, count }) => [purpose, count]));
  }

  /** Lets what is held of some visitors go, the next time that they bring it. @returns Those visitors. */
  release(atMost: number): string[] {
    if (!this.#made.has("held")) return [];
    // Released before, too: whoever was asked then and could not come is asked again.
    const visitors = this.#sql
      .exec<HeldRow>("SELECT DISTINCT visitor_id FROM held LIMIT ?", atMost)
      .toArray()
      .map(({ visitor_id }) => visitor_id);
    for (const visitorId of visitors)
      this.#sql.exec("UPDATE held SET is_released = 1 WHERE visitor_id = ? AND is_released = 0", visitorId);
    return visitors;
  }

  /** Forgets a hand-off that is held, or was until somebody let it go: it will not be brought again, or all who take it have it. */
  drop(handOffId: string): void {
    if (this.#made.has("held")) this.#sql.exec("DELETE FROM held WHERE hand_off_id = ?", handOffId);
  }

  /** Forgets a visitor; the ids of hand-offs begin with the visitor's. */
  forgetVisitor(visitorId: string): void {
    if (this.#made.has("held")) this.#sql.exec("DELETE FROM held WHERE visitor_id = ?", visitorId);
    if (!this.#made.has("passed")) return;
    const prefix = `${visitorId}.`;
    this.#sql.exec("DELETE FROM passed WHERE substr(hand_off_id, 1, ?) = ?", prefix.length, prefix);
  }

  #held(handOffId: string): { is_released: number } | undefined {
    if (!this.#made.has("held")) return undefined;
    return this.#sql
      .exec<{ is_released: number }>("SELECT is_released FROM held WHERE hand_off_id = ?", handOffId)
      .toArray()[0];
  }

  #hasPassed(handOffId: string): boolean {
    return this.#sql.exec("SELECT 1 FROM passed WHERE hand_off_id = ?", handOffId).toArray().length > 0;
  }

  #passed(purpose: string): number {
    return this.#sql
      .exec<{ count: number }>("SELECT count(*) AS count FROM passed WHERE purpose = ?", purpose)
      .one().count;
  }

  #make(table: string, statement: string): void {
    if (this.#made.has(table)) return;
    this.#sql.exec(statement);
    this.#made.add(table);
  }
}
