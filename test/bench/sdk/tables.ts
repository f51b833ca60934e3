import { routes } from "./page.ts";
import type { Report } from "./report.ts";
import type { Traffic } from "./traffic.ts";

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const [head = [], ...body] = rows;
  const rule = `|${widths.map((width, column) => (column === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [line(head), rule, ...body.map(line)].join("\n");
}

const bytes = (count: number) => count.toLocaleString("en");

/** Requests, those that only ask for leave, and bytes. */
const sent = ({ events, preflights, bytes: count }: Traffic) =>
  events + preflights === 0 ? "0" : `${events}${preflights ? ` + ${preflights} pf` : ""}, ${bytes(count)} B`;

/** The report for people, in Markdown. */
export function printable({ machine, chromium, seed, rounds, throttle, subjects, goals }: Report): string {
  const found = Object.entries(subjects);
  const label = (name: string, version: string) => (version ? `${name} ${version}` : name);
  return [
    `${machine}; Chromium ${chromium}; seed ${seed}, ${rounds} rounds, processor slowed down ${throttle} times`,
    table([
      [
        "on load",
        "script ms",
        "/ scoreline",
        "tasks > 50 ms",
        "beyond 50 ms, ms",
        "first event, ms",
        "memory, KB",
        "scripts, B brotli",
      ],
      ...found.map(([name, { version, load, visit }]) => [
        label(name, version),
        load.scriptMs.toFixed(1),
        load.timesScoreline.toFixed(2),
        String(load.longTasks),
        load.blockedMs.toFixed(0),
        load.firstEventMs ? load.firstEventMs.toFixed(0) : "",
        ((load.heapBytes - (found[0]?.[1].load.heapBytes ?? 0)) / 1024).toFixed(0),
        bytes(visit.scriptBytes),
      ]),
    ]),
    table([
      ["sent", "1 page view", `${routes.length} route changes`, "1 form", "leaving"],
      ...found
        .slice(1)
        .map(([name, { visit }]) => [
          name,
          sent(visit.view),
          sent(visit.routes),
          sent(visit.form),
          sent(visit.leaving),
        ]),
    ]),
    table([
      ["captured", `views of ${routes.length + 1}`, "the form", "the sender's address"],
      ...found
        .slice(1)
        .map(([name, { captured }]) => [
          name,
          String(captured.views),
          captured.forms > 0 ? "yes" : "no",
          captured.hasEmail ? "yes" : "no",
        ]),
    ]),
    table([
      ["goal", "wanted", "found", "met"],
      ...goals.map(({ name, goal, value, met }) => [name, goal, bytes(value), met ? "yes" : "no"]),
    ]),
  ].join("\n\n");
}
