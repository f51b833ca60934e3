import { limits } from "../../../shared/limits.ts";
import type { OutcomesAnswer } from "../../../shared/schema/outcome.ts";
import { csvParts } from "../state/csv-parts.ts";
import { ask } from "./client.ts";

/**
 * Records the outcomes of a CSV file, part by part: a long one is more than the server takes at once.
 *
 * @param onPart Called with all that is known after each part, and the share of the file that is done.
 */
export async function uploadOutcomes(
  text: string,
  onPart: (sofar: OutcomesAnswer, share: number) => void,
): Promise<void> {
  // A character may be three bytes.
  const parts = csvParts(text, limits.outcomesPerRequest, limits.serverBodyBytes / 3);
  const sofar: OutcomesAnswer = { counted: 0, duplicates: 0, rejected: 0, lines: [] };
  for (const [index, part] of parts.entries()) {
    const body = new Blob([part.text], { type: "text/csv" });
    const answer = await ask<OutcomesAnswer>("/outcomes", { method: "POST", body });
    sofar.counted += answer.counted;
    sofar.duplicates += answer.duplicates;
    sofar.rejected += answer.rejected;
    sofar.lines.push(...answer.lines.map((line) => ({ ...line, line: line.line + part.lineOffset })));
    onPart({ ...sofar, lines: [...sofar.lines] }, (index + 1) / parts.length);
  }
}
