import { leadBookBytes, leadBytes, measuredTimes, pieces, visitorBytes, type Pieces } from "./measured.ts";
import { dollarsFor, gigabytesOfAnObject, planDollars } from "./prices.ts";

/** How visitors come. */
export interface Traffic {
  visitors: number;
  eventsPerVisitor: number;
  /** Part of the visitors who become leads and are handed off. */
  leads: number;
  /** `quiet`: both requests of a visit come within a minute, and nobody looks at the live list. `watched`: each request is told by itself. */
  pace: "quiet" | "watched";
}

/** A month, and what each part of it costs. */
export interface Bill {
  events: number;
  rows: number;
  objectRequests: number;
  gigabyteSeconds: number;
  storedGigabytes: number;
  lines: { name: string; pieces: number; dollars: number }[];
  dollars: number;
  dollarsPerMillionEvents: number;
  /** What KV costs on top when no request finds what it needs in its isolate's memory. */
  kvDollarsAtMost: number;
}

/** Requests of one visitor: ten events, five in each. */
const requestsPerVisitor = 2;
/** KV reads of a request that finds nothing in memory: the key and the site in the worker, the site in the object. */
const kvReadsAtMost = 3;

/** What each visitor does, in pieces. */
const visits: Record<Traffic["pace"] | "lead", readonly Pieces[]> = {
  quiet: [pieces.firstBatch, pieces.nextBatch, pieces.line],
  watched: [pieces.firstBatch, pieces.line, pieces.laterBatch, pieces.line],
  lead: [pieces.firstBatch, pieces.lead, pieces.delivery, pieces.idleAlarm],
};

function rowsOf(visit: readonly Pieces[]): number {
  return visit.flatMap(({ rows }) => Object.values(rows)).reduce((sum, rows) => sum + rows, 0);
}

function requestsOf(visit: readonly Pieces[]): number {
  return visit.reduce((sum, { requests }) => sum + requests.length, 0);
}

/** What a month costs at list prices. */
export function billOf({ visitors, eventsPerVisitor, leads, pace }: Traffic): Bill {
  const mean = (ordinary: number, lead: number) => visitors * (ordinary * (1 - leads) + lead * leads);
  const events = visitors * eventsPerVisitor;
  const requests = visitors * requestsPerVisitor;
  const rows = mean(rowsOf(visits[pace]), rowsOf(visits.lead));
  const objectRequests = mean(requestsOf(visits[pace]), requestsOf(visits.lead));
  const gigabyteSeconds = objectRequests * (measuredTimes.objectMilliseconds / 1_000) * gigabytesOfAnObject;
  const storedGigabytes = (mean(visitorBytes, leadBytes) + visitors * leadBookBytes) / 1e9;
  const cpu = requests * measuredTimes.cpuMilliseconds;
  const lines = [
    {
      name: "requests to the worker, with the plan",
      pieces: requests,
      dollars: planDollars + dollarsFor("workerRequests", requests),
    },
    {
      name: "CPU of the worker, milliseconds",
      pieces: cpu,
      dollars: dollarsFor("workerCpuMilliseconds", cpu),
    },
    {
      name: "requests to objects, alarms too",
      pieces: objectRequests,
      dollars: dollarsFor("objectRequests", objectRequests),
    },
    { name: "rows written", pieces: rows, dollars: dollarsFor("rowsWritten", rows) },
    {
      name: "duration, GB-s",
      pieces: gigabyteSeconds,
      dollars: dollarsFor("objectGigabyteSeconds", gigabyteSeconds),
    },
    { name: "storage, GB", pieces: storedGigabytes, dollars: dollarsFor("storedGigabytes", storedGigabytes) },
  ];
  const dollars = lines.reduce((sum, line) => sum + line.dollars, 0);
  return {
    events,
    rows,
    objectRequests,
    gigabyteSeconds,
    storedGigabytes,
    lines,
    dollars,
    dollarsPerMillionEvents: dollars / (events / 1e6),
    kvDollarsAtMost: dollarsFor("kvReads", requests * kvReadsAtMost),
  };
}
