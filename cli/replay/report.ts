import { csvLine } from "../output/csv.ts";
import { plain } from "../output/plain.ts";
import { table } from "../output/table.ts";
import { terminal } from "../output/terminal.ts";
import { timeText } from "../output/time.ts";
import type { Fault } from "../input/faults.ts";
import type { Summary } from "./tally.ts";

/** A replay's result. */
export interface ReplayReport extends Summary {
  model: string;
  /** The moment at which scores were read. */
  at: string;
  events: {
    scored: number;
    /** Came after a later event of the same visitor; they were scored in their right place. */
    late: number;
    duplicates: number;
    afterUntil: number;
    leftOut: number;
    firstLeftOut: Fault[];
    leftOutBy: Record<string, number>;
  };
  run: { seconds: number; eventsPerSecond: number; peakMemoryMiB: number };
}

const shownRules = 15;
const shownDays = 31;
const percent = (part: number, whole: number) =>
  whole === 0 ? "" : `${((100 * part) / whole).toFixed(1)} %`;

/** The report as text. */
export function replayText(report: ReplayReport): string {
  const { events, visitors, run } = report;
  const count = (value: number) => value.toLocaleString("en");
  const bold = (title: string) => `\n${terminal.bold(title)}\n`;
  const parts = [
    `${terminal.bold(plain(report.model))}: ${count(events.scored)} events of ${count(visitors)} visitors, as of ${timeText(Date.parse(report.at))} UTC\n`,
    `${count(events.late)} late, ${count(events.duplicates)} repeated, ${count(events.leftOut)} left out${events.afterUntil > 0 ? `, ${count(events.afterUntil)} after --until` : ""}; ${count(run.eventsPerSecond)} events/s in ${run.seconds.toFixed(1)} s, at most ${count(run.peakMemoryMiB)} MiB\n`,
    bold("Stages"),
    table(
      ["stage", "label", "visitors", "share"],
      report.stages.map((stage) => [
        stage.id,
        stage.label,
        stage.visitors,
        percent(stage.visitors, visitors),
      ]),
    ),
    bold("Hand-offs a day (UTC)"),
  ];
  const ids = [...new Set(report.handOffs.map(({ id }) => id))].sort();
  const days = [...new Set(report.handOffs.map(({ day }) => day))];
  if (ids.length === 0) parts.push("  none\n");
  else {
    const rows = days.slice(-shownDays).map((day) => {
      const ofDay = report.handOffs.filter((row) => row.day === day);
      return [day, ...ids.map((id) => ofDay.find((row) => row.id === id)?.count ?? 0)];
    });
    const sums = ids.map((id) =>
      report.handOffs.reduce((sum, row) => sum + (row.id === id ? row.count : 0), 0),
    );
    if (days.length > shownDays) parts.push(`  the last ${shownDays} of ${days.length} days\n`);
    parts.push(table(["day", ...ids], [...rows, ["all days", ...sums]]));
  }
  parts.push(
    bold(
      `Rules by points${report.rules.length > shownRules ? ` (the first ${shownRules} of ${report.rules.length})` : ""}`,
    ),
    table(
      ["rule", "points", "paid", "withheld", "visitors", "label"],
      report.rules
        .slice(0, shownRules)
        .map((rule) => [rule.id, rule.points, rule.times, rule.withheld, rule.visitors, rule.label]),
    ),
    bold("Scores"),
    table(
      ["score", "lowest", "median", "mean", "p90", "highest"],
      report.scores.map((score) => [
        score.id,
        score.lowest,
        score.median,
        score.mean,
        score.p90,
        score.highest,
      ]),
    ),
    bold("Visitors by total"),
    totalsText(report.totals, visitors),
  );
  return parts.join("");
}

function totalsText(totals: Summary["totals"], visitors: number): string {
  const most = Math.max(1, ...totals.map((row) => row.visitors));
  return table(
    [],
    totals.map((row) => [
      `${row.from} to ${row.to}`,
      row.visitors,
      percent(row.visitors, visitors).padStart(7),
      "#".repeat(Math.ceil((30 * row.visitors) / most)),
    ]),
  );
}

/** The report as CSV, one fact a line: section, item, measure, value. */
export function replayCsv(report: ReplayReport): string {
  const lines = [csvLine(["section", "item", "measure", "value"])];
  const add = (section: string, item: string, measure: string, value: number) =>
    lines.push(csvLine([section, item, measure, value]));
  const { scored, late, duplicates, afterUntil, leftOut } = report.events;
  for (const [measure, value] of Object.entries({ scored, late, duplicates, afterUntil, leftOut })) {
    add("events", "all", measure, value);
  }
  for (const stage of report.stages) add("stages", stage.id, "visitors", stage.visitors);
  for (const { day, id, count } of report.handOffs) add("hand-offs", day, id, count);
  for (const { id, points, times, withheld, visitors } of report.rules) {
    for (const [measure, value] of Object.entries({ points, times, withheld, visitors })) {
      add("rules", id, measure, value);
    }
  }
  for (const { id, ...measures } of report.scores) {
    for (const [measure, value] of Object.entries(measures)) add("scores", id, measure, value);
  }
  for (const { from, to, visitors } of report.totals) add("totals", `${from} to ${to}`, "visitors", visitors);
  return lines.join("");
}
