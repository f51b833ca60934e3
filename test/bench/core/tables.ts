import { historyLengths } from "./history.ts";
import type { Figure, Report } from "./report.ts";
import { engineNames, ruleCounts, type Engine, type SeriesName } from "./series.ts";

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const [head = [], ...body] = rows;
  const rule = `|${widths.map((width, column) => (column === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [line(head), rule, ...body.map(line)].join("\n");
}

function shown(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString("en");
  return value >= 100
    ? Math.round(value).toLocaleString("en")
    : value.toPrecision(value >= 10 ? 3 : 2).replace(/\.$/, "");
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function seriesTable({ series, hitsPerEvent }: Report, name: SeriesName, key: keyof Figure): string {
  const engines = Object.keys(engineNames).filter((engine): engine is Engine =>
    series[name].some(
      (figure) => figure.engine === engine && (key !== "comparedEvents" || figure.comparedEvents > 0),
    ),
  );
  const cell = (engine: Engine, rules: number) => {
    const figure = series[name].find((entry) => entry.engine === engine && entry.rules === rules);
    const value = figure?.[key];
    return typeof value === "number" ? shown(value) : "";
  };
  return table([
    [
      key === "timesJsonParse"
        ? "× JSON.parse"
        : key === "comparedEvents"
          ? "events compared"
          : "µs per event",
      ...ruleCounts.map((rules) => `${rules.toLocaleString("en")} rules`),
    ],
    ...engines.map((engine) => [engineNames[engine], ...ruleCounts.map((rules) => cell(engine, rules))]),
    ...(key === "microsecondsPerEvent"
      ? [["hits an event", ...ruleCounts.map((rules) => shown(hitsPerEvent[name][rules]))]]
      : []),
  ]);
}

/** The report for people, in Markdown. */
export function printable(report: Report): string {
  const { machine, seed, rounds, load, history, compile, state, goals } = report;
  return [
    `${machine}; seed ${seed}, ${rounds} rounds; ${load.events.toLocaleString("en")} events of ${load.meanBytes} bytes, ${load.visitors} visitors, ${load.paths.toLocaleString("en")} paths`,
    "More rules, more hits (CPU time):",
    seriesTable(report, "growing", "microsecondsPerEvent"),
    seriesTable(report, "growing", "timesJsonParse"),
    seriesTable(report, "growing", "comparedEvents"),
    "More rules, the same hits (CPU time):",
    seriesTable(report, "same", "microsecondsPerEvent"),
    table([
      [
        "one more event on top of",
        ...historyLengths.map((length) => `${length.toLocaleString("en")} events`),
      ],
      ["µs, 1,000 rules", ...historyLengths.map((length) => shown(history[length]))],
    ]),
    table([
      ["10,000 rules in a fresh process", ""],
      ["compile", `${shown(compile.compileMs)} ms`],
      ["first event of each name", `${shown(compile.firstEventsMs)} ms`],
      ["source held", megabytes(compile.sourceBytes)],
      ["compiled, held besides", megabytes(compile.compiledBytes)],
      ["the same after 5,000 events", megabytes(compile.usedBytes)],
    ]),
    table([
      ["state at 100 events, bytes of JSON", "median", "largest"],
      ["dealer pack", shown(state.dealer.median), shown(state.dealer.largest)],
      ["1,000 rules", shown(state.thousandRules.median), shown(state.thousandRules.largest)],
    ]),
    table([
      ["goal", "wanted", "found", "met"],
      ...goals.map(({ name, goal, value, met }) => [name, goal, shown(value), met ? "yes" : "no"]),
    ]),
  ].join("\n\n");
}
