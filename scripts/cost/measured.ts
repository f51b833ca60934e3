/** What something costs that Cloudflare bills by the piece. */
export interface Pieces {
  /** Rows written, by the class of object: rows, indexes, new tables and alarms. */
  rows: Readonly<Record<string, number>>;
  /** Requests to objects, in their order. */
  requests: readonly string[];
}

/**
 * What a batch costs in rows and requests. A test counts them in workerd and holds them against these
 * numbers (`test/worker/rows.test.ts`), so that a change which makes a page view dearer shows in this
 * file, and in docs/cost.md, which is computed from it.
 */
export const pieces = {
  /** First batch of a new visitor: its table (2), the row of the batch, the alarm. */
  firstBatch: { rows: { visitor: 4 }, requests: ["visitor.ingest"] },
  /** A batch while an alarm is still to come. */
  nextBatch: { rows: { visitor: 1 }, requests: ["visitor.ingest"] },
  /** A batch when none is: a row and an alarm. */
  laterBatch: { rows: { visitor: 2 }, requests: ["visitor.ingest"] },
  /** The alarm, which brings the line of the lead book up to date: the line and its index. */
  line: { rows: { site: 2 }, requests: ["visitor.alarm", "site.sync"] },
  /** The alarm when the line is up to date. */
  idleAlarm: { rows: {}, requests: ["visitor.alarm"] },
  /** The same of a lead whose points fade: the alarm for the day on which the line is wrong. */
  fadingAlarm: { rows: { visitor: 1 }, requests: ["visitor.alarm"] },
  /** That day: the line without its index, which is by the last visit, and the alarm for the next such day. */
  fadedLine: { rows: { visitor: 1, site: 1 }, requests: ["visitor.alarm", "site.sync"] },
  /** A visitor who is known gives an address and a form and qualifies; one destination takes the hand-off. */
  lead: {
    rows: { visitor: 12, identity: 1, site: 4, destination: 4 },
    requests: ["visitor.ingest", "identity.claim", "site.sync", "destination.enqueue"],
  },
  /** The delivery of that hand-off, when it is taken at the first try: that it has begun, and how it went. */
  delivery: { rows: { destination: 4 }, requests: ["destination.alarm"] },
  /** A batch of a device that counts for another visitor's lead, which keeps a copy: row, alarm, copy, and up to where the lead has it. */
  mergedDevice: { rows: { visitor: 4 }, requests: ["visitor.ingest", "visitor.take"] },
} as const satisfies Record<string, Pieces>;

/** Bytes of the database of a visitor with two batches, as SQLite tells it; the same test looks. */
export const visitorBytes = 12_288;

/** Bytes of the database of a visitor who became a lead in the second batch; the same test looks. */
export const leadBytes = 28_672;

/** Bytes of the site's database for each visitor in its lead book: `npm run bench:visitors`; with many visitors it is less. */
export const leadBookBytes = 708;

/**
 * Times, which are of the machine that they were measured on: see docs/benchmarks.md. Both are taken
 * too high: the CPU is that of the whole process, objects and emulated storage too; and an object is
 * taken to work for as long as the whole request lasts, over HTTP and back.
 */
export const measuredTimes = {
  /** Milliseconds of CPU of a request: `npm run bench:edge`, `scoreline, 6 events a request`. */
  cpuMilliseconds: 2.2,
  /** Median time to the answer, nothing else going on: `npm run bench:residence`. */
  objectMilliseconds: 20,
} as const;
