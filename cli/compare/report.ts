import { plain } from "../output/plain.ts";
import { table } from "../output/table.ts";
import { terminal } from "../output/terminal.ts";
import { csvLine } from "../output/csv.ts";
import type { Comparison } from "./tally.ts";
import type { RuleChange, VisitorChange } from "./visitor-change.ts";

const shownRules = 15;
const shownReasons = 4;
const signed = (points: number) => (points > 0 ? `+${points}` : String(points));
const whyText = (why: readonly RuleChange[], count = why.length) =>
  [
    ...why.slice(0, count).map((change) => `${change.rule} ${signed(change.new - change.old)}`),
    ...(why.length > count ? [`and ${why.length - count} more`] : []),
  ].join(", ");

/** The comparison as text. */
export function comparisonText(
  comparison: Comparison,
  names: { old: string; new: string; asOf: string },
): string {
  const { visitors, changed, moves, stages, handOffs, rules, movers } = comparison;
  const bold = (title: string) => `\n${terminal.bold(title)}\n`;
  const change = (row: { old: number; new: number }) => [row.old, row.new, signed(row.new - row.old)];
  return [
    `${terminal.bold(`${plain(names.old)} → ${plain(names.new)}`)}: ${changed.toLocaleString("en")} of ${visitors.toLocaleString("en")} visitors change, as of ${names.asOf} UTC\n`,
    bold("Who moves"),
    moves.length === 0
      ? "  nobody changes stage\n"
      : table(
          ["from", "to", "visitors"],
          moves.map(({ from, to, visitors: count }) => [from, to, count]),
        ),
    bold("Stages"),
    table(
      ["stage", "old", "new", "change"],
      stages.map((row) => [row.id, ...change(row)]),
    ),
    bold("Hand-offs"),
    handOffs.length === 0
      ? "  none under either model\n"
      : table(
          ["hand-off", "old", "new", "change", "gained", "lost"],
          handOffs.map((row) => [row.id, ...change(row), row.gained, row.lost]),
        ),
    bold(
      `Rules that pay otherwise${rules.length > shownRules ? ` (the first ${shownRules} of ${rules.length})` : ""}`,
    ),
    rules.length === 0
      ? "  none\n"
      : table(
          ["rule", "visitors", "old", "new", "change"],
          rules.slice(0, shownRules).map((row) => [row.rule, row.visitors, ...change(row)]),
        ),
    bold("Biggest movers, and why"),
    movers.length === 0
      ? "  nobody's total changes\n"
      : table(
          ["visitor", "old", "new", "change", "stage", "why"],
          movers.map(({ visitor, total, stage, why }) => [
            visitor,
            ...change(total),
            stage.old === stage.new ? stage.new : `${stage.old} → ${stage.new}`,
            whyText(why, shownReasons),
          ]),
        ),
  ].join("");
}

/** Head of the CSV, which has a line for each visitor that changes. */
export const changeHead = csvLine([
  "visitor",
  "old_total",
  "new_total",
  "change",
  "old_stage",
  "new_stage",
  "gained",
  "lost",
  "why",
]);

/** A visitor that changes, as a line of CSV. */
export function changeLine({ visitor, total, stage, gained, lost, why }: VisitorChange): string {
  return csvLine([
    visitor,
    total.old,
    total.new,
    total.new - total.old,
    stage.old,
    stage.new,
    gained.join(" "),
    lost.join(" "),
    whyText(why),
  ]);
}
