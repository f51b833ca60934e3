import { plain } from "../output/plain.ts";
import { terminal } from "../output/terminal.ts";
import type { Faults } from "./faults.ts";

/** Says on stderr what could not be taken. */
export function reportFaults({ count, first }: Faults): void {
  if (count === 0) return;
  const events = count === 1 ? "1 event or line was" : `${count.toLocaleString("en")} events or lines were`;
  terminal.warn(terminal.yellow(`${events} left out; the first:`, "stderr"));
  for (const { line, reason } of first) terminal.warn(`  line ${line}: ${plain(reason)}`);
}
