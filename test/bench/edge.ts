/**
 * `npm run bench:edge -- [--json] [--seconds N] [--seed N] [--rounds N]`: the whole path of a
 * tracking request, beside what the platform costs without us, in one run. See docs/benchmarks.md.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { describeFileSystem } from "./file-system.ts";
import { Load } from "./load.ts";
import { printable, reportOf, type Report } from "./report.ts";
import { measure } from "./rounds.ts";
import { startSubject, subjectNames, type Subject } from "./subjects.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    /** Seconds of load, all subjects and rounds together. */
    seconds: { type: "string", default: "60" },
    seed: { type: "string" },
    rounds: { type: "string", default: "8" },
  },
});

/** @throws {Error} When an option is not a number from 1. */
function numberOf(option: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`--${option} must be a whole number from 1, not ${value}`);
  return number;
}

function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} x ${cpu?.model ?? "unknown CPU"}, ${process.platform}, Node.js ${process.versions.node}`;
}

async function run(folder: string, cleanUps: (() => Promise<void>)[]): Promise<Report> {
  const rounds = numberOf("rounds", values.rounds);
  const seed =
    values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : numberOf("seed", values.seed);
  const sliceMilliseconds = (numberOf("seconds", values.seconds) * 1000) / rounds / subjectNames.length;
  const fileSystem = describeFileSystem(folder);
  const load = new Load();
  cleanUps.push(() => load.stop());
  const subjects: Subject[] = [];
  for (const [index, name] of subjectNames.entries()) {
    const state = join(folder, String(index));
    mkdirSync(state);
    const subject = await startSubject(name, state);
    cleanUps.push(() => subject.server.stop());
    subjects.push(subject);
  }
  console.error(
    `seed ${seed}: ${rounds} rounds of ${Math.round(sliceMilliseconds)} ms for each of ${subjects.length} subjects`,
  );
  const onRound = (round: number) => console.error(`round ${round} of ${rounds}`);
  const samples = await measure(subjects, { rounds, sliceMilliseconds, seed, load, onRound });
  for (const { name, server } of subjects) {
    if (server.logged.length === 0) continue;
    throw new Error(
      `${name} wrote ${server.logged.length} lines to its log, so something failed:\n${server.logged.slice(0, 5).join("\n")}`,
    );
  }
  const byName = new Map([...samples].map(([{ name }, rows]) => [name, rows]));
  return reportOf(byName, { machine: machine(), seed, rounds, fileSystem });
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), "scoreline-bench-")));
const cleanUps: (() => Promise<void>)[] = [];
let isCleaned = false;
async function cleanUp(): Promise<void> {
  if (isCleaned) return;
  isCleaned = true;
  await Promise.allSettled(cleanUps.map((stop) => stop()));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
// Miniflare ends the process by itself on a signal, and workerd with it, before anything asynchronous is done.
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void cleanUp().then(() => process.exit(130)));
}

try {
  const report = await run(folder, cleanUps);
  console.log(values.json ? JSON.stringify(report, null, 2) : printable(report));
} catch (error) {
  console.error(`the benchmark failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
