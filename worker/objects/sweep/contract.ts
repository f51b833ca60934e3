import type { Actor } from "../../../shared/schema/admin.ts";
import type { NewSweep, Sweep } from "../../../shared/schema/sweep.ts";
import type { Environment } from "../../environment.ts";

/** What a job was told, as it is stored. Names of people are gone from it when it is over. */
export type Task = NewSweep & { actor: Actor | null; modelVersion: number | null };

/** What a kind works with. */
export interface SweepContext {
  environment: Environment;
  siteId: string;
  task: Task;
  /** When the job began: what was new after it is new under the new rules. */
  startedAtMs: number;
}

/** A part of the way. */
export interface Page {
  /** Whom to visit: ids of visitors, or whatever else the kind's `visit` understands. */
  items: string[];
  /** Where the next page begins; null when there is none. */
  nextCursor: string | null;
}

/** A row of a result. */
export interface Row {
  visitorId: string;
  body: string;
}

/** What came of a visit: something changed or not, and a row of the result. */
export interface Visited {
  isChanged: boolean;
  row?: string;
}

/** The published model has not arrived yet where the visitor is; the page is tried again in a moment. */
export class NotYet extends Error {}

/**
 * A kind of job: one file in `kinds/`. Pages are walked one after another, the visits of a page a few
 * at a time. A page may come twice, when the object was killed in the middle of it, so a visit must be
 * safe to repeat; rows of the result are kept with the page's end, so they are there once.
 */
export interface SweepKind {
  name: Sweep["kind"];
  /** How many there are to visit, to show how far it has come. */
  count: (context: SweepContext) => Promise<number>;
  page: (context: SweepContext, cursor: string | null, limit: number) => Promise<Page>;
  /**
   * Visits one.
   *
   * @throws {NotYet} To be tried again with the whole page; anything else counts as a failure of this visitor.
   */
  visit?: (item: string, context: SweepContext) => Promise<Visited>;
  /** In the place of visits, where one look is enough for the whole page: its rows of the result. */
  read?: (items: readonly string[], context: SweepContext) => Promise<Row[]>;
  /** Takes the rows of a page, which are then no result of the job. @returns How many of them were news. */
  keep?: (rows: readonly string[], context: SweepContext) => Promise<number>;
}
