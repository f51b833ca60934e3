/**
 * `npm run bench:core -- [--json] [--seconds N] [--seed N]`: the scoring core beside other rule
 * engines and beside what no engine can go below, in one run. See docs/benchmarks.md.
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { compile } from "../../shared/core/index.ts";
import { trafficOf } from "./core/events.ts";
import { compileCost } from "./core/fresh-process.ts";
import { historyLengths, oneMoreEvent } from "./core/history.ts";
import { randomNumbers } from "../support/random-numbers.ts";
import { reportOf, type Report } from "./core/report.ts";
import { prepareSeries, seriesModel } from "./core/series.ts";
import { stateSizes } from "./core/state-size.ts";
import { printable } from "./core/tables.ts";
import { measureInTurns } from "./core/turns.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    /** Seconds of measurement at most, all engines and rounds together; what is fast needs less. */
    seconds: { type: "string", default: "30" },
    seed: { type: "string" },
  },
});

const rounds = 12;
const visitorCount = 500;
const eventsPerVisitor = 40;

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

async function run(): Promise<Report> {
  const seconds = numberOf("seconds", values.seconds);
  const seed =
    values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : numberOf("seed", values.seed);
  console.error(`seed ${seed}: compiling 10,000 rules in fresh processes`);
  const compiled = await compileCost(seed);

  const random = randomNumbers(seed);
  const traffic = trafficOf(visitorCount, eventsPerVisitor, random);
  const state = stateSizes(seed);
  console.error("comparing the engines' scores");
  const { cases, hits } = await prepareSeries(traffic, seed);

  const thousand = compile({ version: 1, id: "history", model: seriesModel("growing", 1_000, seed) });
  const histories = historyLengths.map((length) => oneMoreEvent(length, traffic, thousand, random));
  const contestants = [...cases.map(({ contestant }) => contestant), ...histories];
  const sliceMilliseconds = (seconds * 1000) / rounds / contestants.length;
  console.error(
    `${rounds} rounds of at most ${Math.round(sliceMilliseconds)} ms for each of ${contestants.length}`,
  );
  const entrants = await measureInTurns(contestants, {
    rounds,
    sliceMilliseconds,
    random,
    onRound: (round) => console.error(`round ${round} of ${rounds}`),
  });
  const samplesOf = (contestant: (typeof contestants)[number] | undefined) =>
    (contestant === undefined ? undefined : entrants.get(contestant)?.samples) ?? [];
  return reportOf(
    {
      cases: cases.map((entry) => ({ ...entry, samples: samplesOf(entry.contestant) })),
      history: {
        10: samplesOf(histories[0]),
        1_000: samplesOf(histories[1]),
        10_000: samplesOf(histories[2]),
      },
    },
    { machine: machine(), seed, rounds, hitsPerEvent: hits, compile: compiled, state },
    traffic,
  );
}

try {
  const report = await run();
  console.log(values.json ? JSON.stringify(report, null, 2) : printable(report));
} catch (error) {
  console.error(`the benchmark failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
