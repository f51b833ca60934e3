import { CsvError, parse, type Info } from "csv-parse/browser/esm/sync";
import type { Outcome } from "../../shared/schema/outcome.ts";
import { Problem } from "../problem.ts";
import { amountOf, dayOf, fieldOfHeader, outcomeOf } from "./columns.ts";
import type { SentOutcome } from "./sent-outcome.ts";

interface Row {
  record: string[];
  line: number;
}

/** The sign that parts the columns: the one that the header has most of. Spreadsheets write what their country does. */
function delimiterOf(text: string): string {
  const header = /^[^\r\n]*/.exec(text)?.[0] ?? "";
  return [",", ";", "\t"].reduce((best, sign) =>
    header.split(sign).length > header.split(best).length ? sign : best,
  );
}

function rowsOf(text: string): { rows: Row[]; faults: SentOutcome[] } {
  const faults: SentOutcome[] = [];
  // Its types do not know what `info` does to a record.
  const records = parse(text, {
    bom: true,
    delimiter: delimiterOf(text),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    on_skip: (error) => {
      const line = error instanceof CsvError && typeof error["lines"] === "number" ? error["lines"] : 0;
      const message = `line ${line} is not CSV: a quotation mark that is opened there may not be closed`;
      faults.push({ line, problem: { code: "invalid_csv", message } });
    },
  }) as unknown as { record: string[]; info: Info }[];
  return { rows: records.map(({ record, info }) => ({ record, line: info.lines })), faults };
}

/** A cell as its field wants it. Nothing is computed: `=1+1` is a text of four characters. */
function valueOf(field: keyof Outcome, cell: string): unknown {
  switch (field) {
    case "outcome":
      return outcomeOf(cell);
    case "amount":
    case "value":
      return amountOf(cell);
    case "at":
      return dayOf(cell);
    default:
      return cell;
  }
}

/**
 * Reads outcomes from CSV: a header, then a line each. Columns may stand in any order and be called
 * what CRMs call them; those that are not known are left alone.
 *
 * @throws {Problem} 422 when there is no column for the outcome, or none that names anybody.
 */
export function outcomesOfCsv(text: string): SentOutcome[] {
  const { rows, faults } = rowsOf(text);
  const [header, ...lines] = rows;
  const titles = header?.record ?? [];
  const fields = titles.map(fieldOfHeader);
  const told = titles.map((title) => `"${title.slice(0, 40)}"`).join(", ");
  if (!fields.includes("outcome"))
    throw new Problem(
      422,
      "missing_column",
      `there is no column "outcome" in the first line; there are ${told || "none"}`,
      {
        field: "outcome",
      },
    );
  const names = ["email", "userId", "phone", "visitor", "leadId"] as const;
  if (!names.some((name) => fields.includes(name)))
    throw new Problem(
      422,
      "missing_column",
      `no column says who it was; name one of them email, user id, phone or lead id. There are ${told}`,
      { field: "email" },
    );
  const columns: Partial<Record<string, string>> = {};
  for (const [index, field] of fields.entries())
    if (field !== undefined) columns[field] ??= titles[index] ?? "";
  const read = lines.map(({ record, line }): SentOutcome => {
    const input: Record<string, unknown> = {};
    for (const [index, cell] of record.entries()) {
      const field = fields[index];
      if (field !== undefined && cell !== "" && input[field] === undefined)
        input[field] = valueOf(field, cell);
    }
    return { line, input, columns };
  });
  return [...read, ...faults].sort((a, b) => a.line - b.line);
}
