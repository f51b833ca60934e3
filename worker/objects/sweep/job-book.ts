import { dayMs } from "../../../shared/core/index.ts";
import { limits } from "../../../shared/limits.ts";
import type { Sweep } from "../../../shared/schema/sweep.ts";
import type { Row, Task } from "./contract.ts";

/** A job as it is stored. */
export interface Job extends Omit<Sweep, "failures" | "hasResult" | "modelVersion"> {
  task: Task;
  /** The page that is next; null for the first one. */
  cursor: string | null;
  /** All pages were walked; those who failed are tried once more. */
  isAtFailures: boolean;
}

/** What a page adds. */
export interface PageResult {
  rows: Row[];
  failures: { item: string; message: string }[];
}

/** A name without what people write in more than one way. */
const spelled = (name: string): string => name.toLowerCase().replace(/[\s()-]/g, "");

/** Whether a job that is over still has the names of those whom it was to erase: one that was cancelled may be resumed. */
const hasNames = ({ task }: Job): boolean => task.kind === "erase" && (task.people?.length ?? 0) > 0;

/** Jobs that are over and are still listed. */
const jobsKept = 50;

/** The jobs of a site, their failures and their results. Tables are made with the first job. */
export class JobBook {
  readonly #storage: DurableObjectStorage;
  #isMade: boolean;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    // The one that is made last: whoever was cut off while making them has to make the others too.
    this.#isMade =
      storage.sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'result'").toArray()
        .length > 0;
  }

  get #sql(): SqlStorage {
    if (!this.#isMade) {
      this.#storage.sql.exec(`
        CREATE TABLE IF NOT EXISTS job (id TEXT PRIMARY KEY, created_ms INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS failure (job TEXT NOT NULL, item TEXT NOT NULL, message TEXT NOT NULL, PRIMARY KEY (job, item)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS result (job TEXT NOT NULL, visitor_id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (job, visitor_id)) WITHOUT ROWID;
      `);
      this.#isMade = true;
    }
    return this.#storage.sql;
  }

  /** All jobs, the newest first. */
  all(): Job[] {
    if (!this.#isMade) return [];
    return this.#sql
      .exec<{ body: string }>("SELECT body FROM job ORDER BY created_ms DESC, id")
      .toArray()
      .map(({ body }) => JSON.parse(body) as Job);
  }

  find(id: string): Job | undefined {
    return this.all().find((job) => job.id === id);
  }

  save(job: Job): void {
    this.#sql.exec(
      "INSERT INTO job VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
      job.id,
      job.createdAtMs,
      JSON.stringify(job),
    );
  }

  /** Keeps what a page brought and where the next one begins: both, or neither. */
  endPage(job: Job, { rows, failures }: PageResult): void {
    const sql = this.#sql;
    this.#storage.transactionSync(() => {
      for (const { visitorId, body } of rows)
        sql.exec("INSERT OR REPLACE INTO result VALUES (?, ?, ?)", job.id, visitorId, body);
      for (const { item, message } of failures)
        sql.exec("INSERT OR REPLACE INTO failure VALUES (?, ?, ?)", job.id, item, message);
      this.save({ ...job, failed: this.#failed(job.id) });
    });
  }

  /** Those who failed, in the order of their names. */
  failures(id: string, limit: number, after = ""): { item: string; message: string }[] {
    if (!this.#isMade) return [];
    return this.#sql
      .exec<{ item: string; message: string }>(
        "SELECT item, message FROM failure WHERE job = ? AND item > ? ORDER BY item LIMIT ?",
        id,
        after,
        limit,
      )
      .toArray();
  }

  /** Somebody who had failed has not failed now. */
  mend(id: string, items: readonly string[]): void {
    for (const item of items) this.#sql.exec("DELETE FROM failure WHERE job = ? AND item = ?", id, item);
  }

  /** A part of a result, in the order of the visitors' ids. */
  rows(id: string, after: string, limit: number): Row[] {
    if (!this.#isMade) return [];
    return this.#sql
      .exec<{ visitor_id: string; body: string }>(
        "SELECT visitor_id, body FROM result WHERE job = ? AND visitor_id > ? ORDER BY visitor_id LIMIT ?",
        id,
        after,
        limit,
      )
      .toArray()
      .map(({ visitor_id, body }) => ({ visitorId: visitor_id, body }));
  }

  /**
   * Takes people out of all results and lists of failures, and out of jobs that were to erase them.
   *
   * @param names Their addresses, numbers and user ids.
   */
  forget(visitorIds: readonly string[], names: readonly string[]): void {
    if (!this.#isMade) return;
    this.#forgetNames(new Set([...visitorIds, ...names].map(spelled)));
    for (const id of visitorIds) {
      for (const job of this.all())
        this.#sql.exec("DELETE FROM result WHERE job = ? AND visitor_id = ?", job.id, id);
      this.#sql.exec("DELETE FROM failure WHERE item = ?", id);
    }
  }

  /** Of a job that is under way, too: each place is kept, since the job goes on from a place in the list. */
  #forgetNames(gone: ReadonlySet<string>): void {
    const isOf = (person: object) => Object.values(person).some((name) => gone.has(spelled(String(name))));
    for (const job of this.all()) {
      const { task } = job;
      if (task.kind !== "erase" || task.people?.some(isOf) !== true) continue;
      const people = task.people.map((person) => (isOf(person) ? {} : person));
      this.save({ ...job, task: { ...task, people } });
      for (const { item } of this.failures(job.id, people.length))
        if (item.startsWith("{") && isOf(JSON.parse(item) as object)) this.mend(job.id, [item]);
    }
  }

  /** The names of people do not outlive the job, nor do results their time, nor old jobs the newer ones. */
  prune(nowMs: number): void {
    if (!this.#isMade) return;
    for (const [index, job] of this.all().entries()) {
      if (job.state === "running") continue;
      const isStale = nowMs >= (job.finishedAtMs ?? job.createdAtMs) + limits.exportDays * dayMs;
      if (isStale) {
        this.#sql.exec("DELETE FROM result WHERE job = ?", job.id);
        this.#sql.exec("DELETE FROM failure WHERE job = ?", job.id);
        if (hasNames(job) && job.task.kind === "erase")
          this.save({ ...job, task: { ...job.task, people: [] } });
      }
      if (index >= jobsKept && !this.hasResult(job.id))
        this.#sql.exec("DELETE FROM job WHERE id = ?", job.id);
    }
  }

  /** When something is to be thrown away; null when there is nothing. */
  nextPruneMs(): number | null {
    if (!this.#isMade) return null;
    const kept = this.#sql
      .exec<{ job: string }>("SELECT DISTINCT job FROM result UNION SELECT DISTINCT job FROM failure")
      .toArray()
      .map(({ job }) => job);
    const times = this.all()
      .filter((job) => kept.includes(job.id) || hasNames(job))
      .filter(({ state }) => state !== "running")
      .map(({ finishedAtMs, createdAtMs }) => (finishedAtMs ?? createdAtMs) + limits.exportDays * dayMs);
    return times.length === 0 ? null : Math.min(...times);
  }

  hasResult(id: string): boolean {
    return (
      this.#isMade && this.#sql.exec("SELECT 1 FROM result WHERE job = ? LIMIT 1", id).toArray().length > 0
    );
  }

  #failed(id: string): number {
    return this.#sql.exec<{ count: number }>("SELECT count(*) AS count FROM failure WHERE job = ?", id).one()
      .count;
  }
}
