import { plain } from "../output/plain.ts";
import { table } from "../output/table.ts";
import { terminal } from "../output/terminal.ts";
import type { Difference, DifferenceValue } from "./difference.ts";
import type { JourneyResult, ReceiptLine } from "./run.ts";

function valueText(value: DifferenceValue): string {
  if (value === null) return "none";
  return typeof value === "object" ? value.join(", ") || "none" : String(value);
}

function differencesText(differences: readonly Difference[]): string {
  const rows = differences.map(({ field, expected, got }) => [
    field,
    `expected ${valueText(expected)}`,
    `got ${valueText(got)}`,
  ]);
  return table([], rows, "        ");
}

/** The result of a journey in words: one line when it passed, what differs when it did not. */
export function describeJourney(result: JourneyResult): string {
  const title = plain(`${result.id}: ${result.title}`);
  if (result.isPassed) return `${terminal.green("pass")}  ${title}\n`;
  const parts = [`${terminal.red("FAIL")}  ${title}\n`];
  for (const { step, daysAgo, differences } of result.steps) {
    if (differences.length === 0) continue;
    parts.push(`      step ${step} (${daysAgo} ${daysAgo === 1 ? "day" : "days"} ago)\n`);
    parts.push(differencesText(differences));
  }
  if (result.receipts !== null) {
    parts.push(
      "      receipts (- expected, + got)\n",
      receiptDiff(result.receipts.expected, result.receipts.got),
    );
  }
  if (result.sales.length > 0) {
    parts.push("      first hand-off to sales\n", differencesText(result.sales));
  }
  if (result.sum !== null) {
    parts.push(`      the receipts sum to ${result.sum.receipts}, the total is ${result.sum.total}\n`);
  }
  return parts.join("");
}

const lineText = ([rule, points, reason]: ReceiptLine) =>
  `${rule ?? "(none)"} ${points > 0 ? "+" : ""}${points} ${reason}`;

/** Both lists as one: lines they share, what is missing and what is too many, by the longest list that both contain. */
function receiptDiff(expected: readonly ReceiptLine[], got: readonly ReceiptLine[]): string {
  const a = expected.map(lineText);
  const b = got.map(lineText);
  const shared = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  const at = (i: number, j: number) => shared[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = shared[i];
      if (row !== undefined)
        row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  const add = (mark: string, text: string | undefined) => `        ${mark} ${plain(text ?? "")}\n`;
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(terminal.dim(add(" ", a[i])));
      i += 1;
      j += 1;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(terminal.red(add("-", a[i])));
      i += 1;
    } else {
      lines.push(terminal.green(add("+", b[j])));
      j += 1;
    }
  }
  return lines.join("");
}
