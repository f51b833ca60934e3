import type { Receipt } from "../../../../shared/schema/receipt.ts";

/** The lines of one score with their sum; `score` is null for the bounds of the total. */
export interface ReceiptGroup {
  score: string | null;
  lines: Receipt[];
  sum: number;
}

/** Sum of the points of some lines. */
export function sumPoints(lines: readonly Receipt[]): number {
  return lines.reduce((sum, line) => sum + line.points, 0);
}

/**
 * Lines by score, in the order in which scores first appear; within a score oldest first with its
 * bounds last, as a statement is read. The total's own bounds come after all scores.
 */
export function groupReceipts(receipts: readonly Receipt[]): ReceiptGroup[] {
  const byScore = new Map<string | null, Receipt[]>();
  for (const receipt of receipts) {
    const lines = byScore.get(receipt.score);
    if (lines === undefined) byScore.set(receipt.score, [receipt]);
    else lines.push(receipt);
  }
  const isBound = (line: Receipt) => (line.kind === "bound" ? 1 : 0);
  return [...byScore]
    .sort(([a], [b]) => Number(a === null) - Number(b === null))
    .map(([score, lines]) => ({
      score,
      lines: lines.toSorted((a, b) => isBound(a) - isBound(b) || a.atMs - b.atMs),
      sum: sumPoints(lines),
    }));
}

/** Lines by the event that caused them. */
export function receiptsByEvent(receipts: readonly Receipt[]): Map<string, Receipt[]> {
  const byEvent = new Map<string, Receipt[]>();
  for (const receipt of receipts) {
    if (receipt.eventId === null) continue;
    const lines = byEvent.get(receipt.eventId);
    if (lines === undefined) byEvent.set(receipt.eventId, [receipt]);
    else lines.push(receipt);
  }
  return byEvent;
}
