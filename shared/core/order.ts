/** What places an event in the canonical order. */
export interface Position {
  atMs: number;
  messageId: string;
  /** The call, as in Segment's specification. */
  type: string;
}

/**
 * Canonical order: time, then identify before other calls, then message id by code unit. Total, so
 * the same set of events has one order, whatever the order of arrival.
 *
 * A form says who filled it in and what they want in the same millisecond. Were the tie broken by
 * the id alone, chance would decide whether the form's rule sees the e-mail address.
 */
export function compareEvents(a: Position, b: Position): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs;
  if (a.messageId === b.messageId) return 0;
  if ((a.type === "identify") !== (b.type === "identify")) return a.type === "identify" ? -1 : 1;
  return a.messageId < b.messageId ? -1 : 1;
}

/**
 * Puts events into canonical order, each message id once; of several with one id the first in the
 * list stays.
 */
export function canonicalOrder<T extends Position>(events: readonly T[]): T[] {
  const seen = new Set<string>();
  const unique: T[] = [];
  for (const event of events) {
    if (seen.has(event.messageId)) continue;
    seen.add(event.messageId);
    unique.push(event);
  }
  return unique.sort(compareEvents);
}
