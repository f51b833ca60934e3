import type { Sample } from "./rounds.ts";
import { repeats } from "./subjects/repeated-core.ts";

const figures = ["rps", "p50", "p99", "cpuMicroseconds", "cpuMicrosecondsLater"] as const;
type Figure = (typeof figures)[number];

/** Figures of a ratio; what comes later is nothing for the baselines, so it has none. */
const compared = ["rps", "p50", "p99", "cpuMicroseconds"] as const;

/** What a run found. CPU time is null where the system does not tell. */
export interface Report {
  machine: string;
  seed: number;
  rounds: number;
  fileSystem: string;
  subjects: Record<string, Record<Figure, number | null>>;
  /** Medians of the ratios of each round. */
  ratios: Record<string, Record<(typeof compared)[number], number | null>>;
  /** What folding and deciding take of a request with one event. */
  scoring: { cpuMicroseconds: number | null; shareOfRequest: number | null };
}

/** The subject that scores each request once, and the one that does it again and again. */
const [once, repeated] = ["scoreline", "scoreline, scored 1,001 times"];

function median(values: readonly number[]): number | null {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = sorted.length / 2;
  const value =
    ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - (sorted.length % 2)] ?? 0)) / 2;
  return Number(value.toPrecision(4));
}

/** What a scored subject is compared with. A lead's visitor is new each time, which costs a new object. */
function baselinesOf(name: string): string[] {
  return [
    "bare Hono",
    name.endsWith("G1 batch") || name.endsWith("handed off")
      ? "bare Durable Object, new visitor"
      : "bare Durable Object",
  ];
}

/** Medians over the rounds, and the ratios of every scored subject to its baselines. */
export function reportOf(
  samples: ReadonlyMap<string, readonly Sample[]>,
  about: Pick<Report, "machine" | "seed" | "rounds" | "fileSystem">,
): Report {
  const subjects: Report["subjects"] = {};
  const ratios: Report["ratios"] = {};
  for (const [name, rounds] of samples) {
    subjects[name] = Object.fromEntries(
      figures.map((figure) => [figure, median(rounds.map((round) => round[figure]))]),
    ) as Record<Figure, number | null>;
    if (!name.startsWith("scoreline") || name === repeated) continue;
    for (const baseline of baselinesOf(name)) {
      const against = samples.get(baseline) ?? [];
      const ratio = (figure: Figure) =>
        median(rounds.map((round, index) => round[figure] / (against[index]?.[figure] ?? Number.NaN)));
      ratios[`${name} / ${baseline}`] = Object.fromEntries(
        compared.map((figure) => [figure, ratio(figure)]),
      ) as Report["ratios"][string];
    }
  }
  return { ...about, subjects, ratios, scoring: scoringIn(samples) };
}

/** What one time more of folding and deciding costs, in each round against a request of the same round. */
function scoringIn(samples: ReadonlyMap<string, readonly Sample[]>): Report["scoring"] {
  const pairs = (samples.get(repeated) ?? []).map((many, index) => {
    const request = samples.get(once)?.[index]?.cpuMicroseconds ?? Number.NaN;
    return { request, scoring: (many.cpuMicroseconds - request) / repeats };
  });
  return {
    cpuMicroseconds: median(pairs.map(({ scoring }) => scoring)),
    shareOfRequest: median(pairs.map(({ scoring, request }) => scoring / request)),
  };
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const [head = [], ...body] = rows;
  const rule = `|${widths.map((width, column) => (column === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [line(head), rule, ...body.map(line)].join("\n");
}

function shown(value: number | null, digits: number): string {
  return value === null ? "?" : value.toFixed(digits);
}

/** The report for people, in Markdown. */
export function printable({ machine, seed, rounds, fileSystem, subjects, ratios, scoring }: Report): string {
  const found = Object.entries(subjects).map(
    ([name, { rps, p50, p99, cpuMicroseconds, cpuMicrosecondsLater }]) => [
      name,
      shown(rps, 0),
      shown(p50, 2),
      shown(p99, 2),
      shown(cpuMicroseconds, 0),
      shown(cpuMicrosecondsLater, 0),
    ],
  );
  const relative = Object.entries(ratios).map(([name, { rps, p50, p99, cpuMicroseconds }]) => [
    name,
    shown(rps, 2),
    shown(p50, 2),
    shown(p99, 2),
    shown(cpuMicroseconds, 2),
  ]);
  return [
    `${machine}; state on ${fileSystem}; seed ${seed}, ${rounds} rounds`,
    table([
      ["subject", "requests/s", "p50 ms", "p99 ms", "CPU µs/request", "later, CPU µs/request"],
      ...found,
    ]),
    table([["ratio", "requests/s", "p50", "p99", "CPU"], ...relative]),
    table([
      ["of a request with one event", "CPU µs", "share"],
      [
        "fold and decide",
        shown(scoring.cpuMicroseconds, 1),
        `${shown(scoring.shareOfRequest === null ? null : scoring.shareOfRequest * 100, 1)} %`,
      ],
    ]),
  ].join("\n\n");
}
