/** What is in the plan, and what comes on top. */
export interface Price {
  /** Pieces a month that are in the plan. */
  included: number;
  /** Dollars for so many more. */
  dollars: number;
  per: number;
}

/**
 * Cloudflare's list prices of the Workers Paid plan, as published in October 2026:
 * https://developers.cloudflare.com/workers/platform/pricing/ and
 * https://developers.cloudflare.com/durable-objects/platform/pricing/ (compute, SQLite storage backend).
 */
export const prices = {
  /** Requests to the worker; the plan itself costs `planDollars`. */
  workerRequests: { included: 10e6, dollars: 0.3, per: 1e6 },
  workerCpuMilliseconds: { included: 30e6, dollars: 0.02, per: 1e6 },
  /** Calls of a method, and alarms that come. */
  objectRequests: { included: 1e6, dollars: 0.15, per: 1e6 },
  /** Gigabytes times seconds while an object works or cannot hibernate; an object counts as 128 MB. */
  objectGigabyteSeconds: { included: 400e3, dollars: 12.5, per: 1e6 },
  rowsWritten: { included: 50e6, dollars: 1, per: 1e6 },
  rowsRead: { included: 25e9, dollars: 0.001, per: 1e6 },
  storedGigabytes: { included: 5, dollars: 0.2, per: 1 },
  kvReads: { included: 10e6, dollars: 0.5, per: 1e6 },
} as const satisfies Record<string, Price>;

export const planDollars = 5;
export const gigabytesOfAnObject = 0.128;

/** What so many pieces cost in a month. */
export function dollarsFor(name: keyof typeof prices, pieces: number): number {
  const { included, dollars, per } = prices[name];
  return (Math.max(0, pieces - included) / per) * dollars;
}
