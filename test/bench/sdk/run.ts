/**
 * `npm run bench:sdk -- [--json] [--rounds N] [--seed N] [--throttle N]`: what the SDK costs a page,
 * beside the SDKs of others on the same page, in one run. See docs/benchmarks.md.
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { run as runProgram } from "../../../scripts/run.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
import { startChromium } from "./chromium.ts";
import { measureLoad } from "./measure-load.ts";
import { measureVisit } from "./measure-visit.ts";
import { reportOf, type Measured, type Report } from "./report.ts";
import { serveSite } from "./site.ts";
import { allSubjects } from "./subjects/index.ts";
import { printable } from "./tables.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    rounds: { type: "string", default: "15" },
    seed: { type: "string" },
    /** How many times slower the processor is made. */
    throttle: { type: "string", default: "4" },
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

async function run(cleanUps: (() => Promise<void>)[]): Promise<Report> {
  const rounds = numberOf("rounds", values.rounds);
  const throttle = numberOf("throttle", values.throttle);
  const seed =
    values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : numberOf("seed", values.seed);
  await runProgram("rollup", ["-c", "--silent"]);
  const subjects = await allSubjects();
  const chromium = await startChromium();
  cleanUps.push(() => chromium.close());
  const entrants: { site: Awaited<ReturnType<typeof serveSite>>; measured: Measured }[] = [];
  console.error(
    `seed ${seed}: a visit to ${subjects.length} pages at once, then ${rounds} rounds of cold loads`,
  );
  for (const subject of subjects) {
    const site = await serveSite(subject);
    cleanUps.push(() => site.close());
    entrants.push({ site, measured: { subject, loads: [], visit: undefined as never } });
  }
  await Promise.all(
    entrants.map(async ({ site, measured }) => {
      measured.visit = await measureVisit(chromium, site);
    }),
  );
  const random = randomNumbers(seed);
  for (let round = 1; round <= rounds; round += 1) {
    console.error(`round ${round} of ${rounds}`);
    for (const { site, measured } of random.shuffle(entrants))
      measured.loads.push(await measureLoad(chromium, site, throttle));
  }
  return reportOf(
    entrants.map(({ measured }) => measured),
    { machine: machine(), chromium: chromium.version, seed, rounds, throttle },
  );
}

const cleanUps: (() => Promise<void>)[] = [];
try {
  const report = await run(cleanUps);
  console.log(values.json ? JSON.stringify(report, null, 2) : printable(report));
} catch (error) {
  console.error(`the benchmark failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await Promise.allSettled(cleanUps.toReversed().map((cleanUp) => cleanUp()));
}
