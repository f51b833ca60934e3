import { DurableObject } from "cloudflare:workers";
import { dayMs } from "../../../shared/core/index.ts";
import { limits } from "../../../shared/limits.ts";
import type { Actor } from "../../../shared/schema/admin.ts";
import type { NewSweep, Sweep } from "../../../shared/schema/sweep.ts";
import type { Environment } from "../../environment.ts";
import { log } from "../../log.ts";
import { randomId } from "../../security/digest.ts";
import type { Row, SweepContext } from "./contract.ts";
import { JobBook, type Job } from "./job-book.ts";
import { kinds } from "./kinds/index.ts";
import { walkPage } from "./walk-page.ts";

/** Visitors of one page: so many are passed between two writes of the cursor. */
const pageSize = 100;
/** How long one alarm works at most before it lets others in. Milliseconds. */
const stintMs = 5_000;
/** How long a job waits that cannot go on now. Milliseconds. */
const pauseMs = 5_000;

/** Why a job was not started. */
export type StartRefusal = { running: string } | { isForgotten: true };

/**
 * The jobs over all visitors of one site. One object a site rather than one a job, so that all of
 * them together never touch more than a few visitors at once; jobs that run at the same time take
 * turns, page by page. Driven by its alarm: killed at any point, it goes on from the last page's end.
 */
export class SweepObject extends DurableObject<Environment> {
  readonly #jobs: JobBook;

  constructor(ctx: DurableObjectState, env: Environment) {
    super(ctx, env);
    this.#jobs = new JobBook(ctx.storage);
  }

  /**
   * Starts a job; its first visitors are visited a moment later.
   *
   * @param modelVersion Of a re-score: the version to follow. It takes the place of one that follows an older one.
   * @returns The job, or which one of its kind is under way.
   */
  async start(
    siteId: string,
    task: NewSweep,
    actor: Actor | null,
    modelVersion: number | null = null,
  ): Promise<Sweep | StartRefusal> {
    const running = this.#running().find(({ kind }) => kind === task.kind);
    if (running !== undefined && task.kind === "rescore" && modelVersion !== null)
      this.#end({ ...running, state: "cancelled" });
    else if (running !== undefined) return { running: running.id };
    const nowMs = Date.now();
    const job: Job = {
      id: `swp_${randomId()}`,
      kind: task.kind,
      state: "running",
      total: 0,
      visited: 0,
      changed: 0,
      failed: 0,
      createdAtMs: nowMs,
      finishedAtMs: null,
      task: { ...task, actor, modelVersion },
      cursor: null,
      isAtFailures: false,
    };
    this.ctx.storage.kv.put("site", siteId);
    this.#jobs.prune(nowMs);
    this.#jobs.save(job);
    // Before anything is waited for: a job that is written down has an alarm, whatever happens next.
    await this.#arm();
    const total = await kinds[job.kind].count(this.#contextOf(job));
    // Its first pages may have been walked meanwhile.
    const counted: Job = { ...(this.#jobs.find(job.id) ?? job), total };
    this.#jobs.save(counted);
    return this.#shown(counted);
  }

  /**
   * Looks for visitors whose time is over, once a day.
   *
   * @param firstAtMs When first; null when the site keeps visitors for ever.
   */
  async keepRetention(siteId: string, firstAtMs: number | null): Promise<void> {
    this.ctx.storage.kv.put("site", siteId);
    if (firstAtMs !== null) this.ctx.storage.kv.put("retentionAtMs", firstAtMs);
    else this.ctx.storage.kv.delete("retentionAtMs");
    await this.#arm();
  }

  async list(): Promise<Sweep[]> {
    return this.#jobs.all().map((job) => this.#shown(job));
  }

  async find(id: string): Promise<Sweep | null> {
    const job = this.#jobs.find(id);
    return job === undefined ? null : this.#shown(job);
  }

  /** Stops a job where it is. Null when there is none of this id; one that is over stays as it is. */
  async cancel(id: string): Promise<Sweep | null> {
    const job = this.#jobs.find(id);
    if (job === undefined) return null;
    return this.#shown(job.state === "running" ? this.#end({ ...job, state: "cancelled" }) : job);
  }

  /** Goes on with a job that was cancelled; of one that is done, tries those again who failed. */
  async resume(id: string): Promise<Sweep | StartRefusal | null> {
    const job = this.#jobs.find(id);
    if (job === undefined) return null;
    if (job.state === "running") return this.#shown(job);
    const running = this.#running().find(({ kind }) => kind === job.kind);
    if (running !== undefined) return { running: running.id };
    const { task, state } = job;
    if (state === "cancelled" && task.kind === "erase" && task.people?.length === 0)
      return { isForgotten: true };
    const resumed: Job = { ...job, state: "running", finishedAtMs: null };
    if (job.state === "done") Object.assign(resumed, { isAtFailures: true, cursor: null });
    this.#jobs.save(resumed);
    await this.#arm();
    return this.#shown(resumed);
  }

  /** A part of the result of an export: rows after a visitor, each as JSON. */
  async rows(id: string, after: string, limit: number): Promise<Row[]> {
    return this.#jobs.rows(id, after, limit);
  }

  /** Takes people out of results, and their names out of jobs. */
  async forget(visitorIds: readonly string[], names: readonly string[] = []): Promise<void> {
    this.#jobs.forget(visitorIds, names);
  }

  /** Goes on with what is to be done. Never throws: the platform gives up on an alarm that does, after six times. */
  override async alarm(): Promise<void> {
    let waitMs = 0;
    try {
      waitMs = await this.#work();
    } catch (error) {
      log("sweep_failed", { error });
      waitMs = pauseMs;
    } finally {
      await this.#arm(waitMs);
    }
  }

  /** @returns How long to wait before going on, milliseconds. */
  async #work(): Promise<number> {
    const nowMs = Date.now();
    this.#jobs.prune(nowMs);
    await this.#startRetention(nowMs);
    const untilMs = nowMs + stintMs;
    do {
      let isStuck = true;
      for (const { id } of this.#running().toReversed()) {
        const job = this.#jobs.find(id);
        if (job?.state === "running" && (await this.#step(job))) isStuck = false;
      }
      if (isStuck) return pauseMs;
    } while (this.#running().length > 0 && Date.now() < untilMs);
    return 0;
  }

  async #startRetention(nowMs: number): Promise<void> {
    const dueMs = this.ctx.storage.kv.get<number>("retentionAtMs");
    if (dueMs === undefined || dueMs > nowMs) return;
    this.ctx.storage.kv.put("retentionAtMs", nowMs + dayMs);
    await this.start(this.#siteId(), { kind: "retention" }, null);
  }

  /** Walks one page of a job. @returns Whether it got on. */
  async #step(job: Job): Promise<boolean> {
    const kind = kinds[job.kind];
    const context = this.#contextOf(job);
    const page = job.isAtFailures ? this.#failuresPage(job) : await kind.page(context, job.cursor, pageSize);
    const walked = await walkPage(kind, page.items, context);
    if (walked === "not_yet") return false;
    const now = this.#jobs.find(job.id);
    // Cancelled meanwhile: what was visited was visited, and the page is walked again when it is resumed.
    if (now?.state !== "running") return true;
    if (job.isAtFailures) this.#jobs.mend(job.id, walked.well);
    const isAtEnd = page.nextCursor === null;
    const next: Job = {
      ...job,
      // Names of those who were erased meanwhile have been taken out of it.
      task: now.task,
      cursor: page.nextCursor,
      visited: job.visited + (job.isAtFailures ? 0 : page.items.length),
      changed: job.changed + walked.changed,
    };
    this.#jobs.endPage(next, walked);
    if (!isAtEnd) return true;
    const hasFailed = this.#jobs.failures(job.id, 1).length > 0;
    const last = this.#jobs.find(job.id) ?? next;
    if (hasFailed && !job.isAtFailures) this.#jobs.save({ ...last, isAtFailures: true, cursor: null });
    else this.#end({ ...last, state: "done" });
    return true;
  }

  #failuresPage(job: Job): { items: string[]; nextCursor: string | null } {
    const items = this.#jobs.failures(job.id, pageSize, job.cursor ?? "").map(({ item }) => item);
    return { items, nextCursor: items.length < pageSize ? null : (items.at(-1) ?? null) };
  }

  #end(job: Job): Job {
    const ended: Job = { ...job, finishedAtMs: Date.now() };
    // Who was to be erased does not stay here by name.
    if (ended.state === "done" && ended.task.kind === "erase")
      ended.task = { kind: "erase", people: [], actor: null, modelVersion: null };
    this.#jobs.save(ended);
    return ended;
  }

  #running(): Job[] {
    return this.#jobs.all().filter(({ state }) => state === "running");
  }

  #contextOf({ task, createdAtMs }: Job): SweepContext {
    return { environment: this.env, siteId: this.#siteId(), task, startedAtMs: createdAtMs };
  }

  #siteId(): string {
    const siteId = this.ctx.storage.kv.get<string>("site");
    if (siteId === undefined) throw new Error("the sweep knows no site");
    return siteId;
  }

  #shown({ task, cursor: _cursor, isAtFailures: _isAtFailures, ...job }: Job): Sweep {
    return {
      ...job,
      failures: this.#jobs
        .failures(job.id, limits.sweepFailuresListed)
        .map(({ item, message }) => ({ visitorId: item.startsWith("{") ? "" : item, message })),
      hasResult: job.state === "done" && this.#jobs.hasResult(job.id),
      modelVersion: task.modelVersion,
    };
  }

  /** Sets the alarm for what is next: a job, the daily look, results whose time is over. Nothing keeps the object awake in between. */
  async #arm(waitMs = 0): Promise<void> {
    const nowMs = Date.now();
    const times = [
      this.#running().length > 0 ? nowMs + waitMs : Infinity,
      this.ctx.storage.kv.get<number>("retentionAtMs") ?? Infinity,
      this.#jobs.nextPruneMs() ?? Infinity,
    ];
    const atMs = Math.min(...times);
    if (atMs < Infinity) await this.ctx.storage.setAlarm(Math.max(atMs, nowMs));
    else await this.ctx.storage.deleteAlarm();
  }
}
