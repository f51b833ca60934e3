/**
 * `npm run bench:visitors -- --visitors 100000 --json`: many visitors with two requests each. What each
 * leaves on the disk, what they take of memory, and whether it gets slower the more there are.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { describeFileSystem } from "./file-system.ts";
import { Load } from "./load.ts";
import { startScoreline } from "./subjects.ts";

const { values } = parseArgs({
  options: {
    visitors: { type: "string", default: "20000" },
    /** Ends earlier when it takes longer, and says how many there were by then. */
    minutes: { type: "string", default: "10" },
    json: { type: "boolean", default: false },
  },
});
const wanted = Number(values.visitors);
const endAtMs = Date.now() + Number(values.minutes) * 60_000;
const sliceMs = 5_000;
const requestsPerVisitor = 2;
/** Objects are put away ten seconds after the last request; alarms come within a minute of it. */
const settleMs = 75_000;

/** Resident memory of a process, bytes; NaN where the system does not tell. */
function residentBytes(pid: number | undefined): number {
  if (pid === undefined) return Number.NaN;
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) * 1024;
}

/** Bytes of the databases of a class of objects, without what the emulator keeps beside them. */
function databaseBytes(folder: string, className: string): number[] {
  const place = join(folder, "state", "do", `bench-${className}`);
  return readdirSync(place)
    .filter((name) => name.endsWith(".sqlite") && name !== "metadata.sqlite")
    .map((name) => statSync(join(place, name)).size);
}

/** What the emulator's files take on the disk. */
function folderBytes(folder: string): number {
  return Number(execFileSync("du", ["-s", "--block-size=1", folder], { encoding: "utf8" }).split("\t")[0]);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

async function run(folder: string) {
  mkdirSync(join(folder, "0"));
  const subject = await startScoreline("many visitors", join(folder, "0"), { kind: "two", events: 5 });
  const load = new Load();
  try {
    const emptyBytes = residentBytes(subject.server.pid);
    const course: { visitors: number; requestsPerSecond: number; p50: number; residentMegabytes: number }[] =
      [];
    let requests = 0;
    while (requests < wanted * requestsPerVisitor && Date.now() < endAtMs) {
      const slice = await load.run({
        url: subject.server.url,
        traffic: subject.traffic,
        milliseconds: sliceMs,
      });
      requests += slice.requests;
      course.push({
        visitors: Math.round(requests / requestsPerVisitor),
        requestsPerSecond: Math.round(slice.requests / (slice.milliseconds / 1000)),
        p50: Number(slice.p50.toFixed(1)),
        residentMegabytes: Math.round(residentBytes(subject.server.pid) / 2 ** 20),
      });
      console.error(JSON.stringify(course.at(-1)));
    }
    const underLoad = residentBytes(subject.server.pid);
    await wait(settleMs);
    const afterwards = residentBytes(subject.server.pid);
    const visitors = requests / requestsPerVisitor;
    const folderOfState = join(folder, "0");
    const databases = databaseBytes(folderOfState, "VisitorObject");
    return {
      fileSystem: describeFileSystem(folder),
      visitors: Math.round(visitors),
      requests,
      residentMegabytes: {
        empty: Math.round(emptyBytes / 2 ** 20),
        underLoad: Math.round(underLoad / 2 ** 20),
        afterwards: Math.round(afterwards / 2 ** 20),
      },
      databases: databases.length,
      databaseBytesPerVisitor: Math.round(sum(databases) / databases.length),
      leadBookBytesPerVisitor: Math.round(sum(databaseBytes(folderOfState, "SiteObject")) / visitors),
      filesBytesPerVisitor: Math.round(folderBytes(folderOfState) / visitors),
      logged: subject.server.logged.slice(0, 3),
      course: course.filter((_, index) => index % Math.max(1, Math.floor(course.length / 10)) === 0),
    };
  } finally {
    await load.stop();
    await subject.server.stop();
  }
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), "scoreline-visitors-")));
try {
  const found = await run(folder);
  console.log(values.json ? JSON.stringify(found) : JSON.stringify(found, null, 2));
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
