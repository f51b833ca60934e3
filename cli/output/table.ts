import { plain } from "./plain.ts";
import { terminal } from "./terminal.ts";

/** A cell: a text, or a number. */
export type Cell = string | number;

const numeric = /^[+-]?[\d,.]+( %)?$/;
const words = (value: Cell) => (typeof value === "number" ? value.toLocaleString("en") : plain(value));

/**
 * Rows as aligned text, with a head above them. Numbers stand on the right, with their heads.
 *
 * @param head Names of the columns; none for a table without a head.
 */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[], indent = "  "): string {
  const texts = rows.map((row) => row.map(words));
  const count = Math.max(head.length, ...rows.map((row) => row.length));
  const columns = Array.from({ length: count }, (_, column) => ({
    width: Math.max(head[column]?.length ?? 0, ...texts.map((row) => row[column]?.length ?? 0)),
    isNumber: texts.length > 0 && texts.every((row) => numeric.test(row[column] ?? "")),
  }));
  const line = (cells: readonly string[]) =>
    `${indent}${columns
      .map(({ width, isNumber }, column) => {
        const cell = cells[column] ?? "";
        return isNumber ? cell.padStart(width) : column === count - 1 ? cell : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd()}\n`;
  const first = head.length === 0 ? "" : terminal.dim(line(head).trimEnd()) + "\n";
  return first + texts.map(line).join("");
}
