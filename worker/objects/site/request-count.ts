/** Counts the requests of a site's pages in a day: one row, written once for a bundle of them. */
export class RequestCount {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /**
   * @param day Days since 1970, UTC.
   * @returns How many there were on that day.
   */
  add(day: number, requests: number): number {
    this.#sql.exec(
      "CREATE TABLE IF NOT EXISTS request_count (day INTEGER PRIMARY KEY, requests INTEGER NOT NULL)",
    );
    this.#sql.exec("DELETE FROM request_count WHERE day < ?", day - 1);
    return this.#sql
      .exec<{ requests: number }>(
        `INSERT INTO request_count VALUES (?, ?)
         ON CONFLICT (day) DO UPDATE SET requests = requests + excluded.requests RETURNING requests`,
        day,
        requests,
      )
      .one().requests;
  }
}
