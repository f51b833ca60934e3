import { isKnown } from "../../../shared/core/condition/tests.ts";
import { totalChangesAt } from "../../../shared/core/fading-total.ts";
import { bucketOf } from "../../../shared/core/hash.ts";
import { nextChangeAt, type CompiledModel, type VisitorState } from "../../../shared/core/index.ts";

/**
 * The hours of a day in which the lines of leads follow what has faded. Points fade at midnight (UTC)
 * for everybody, and one lead book takes all of a site's lines. Milliseconds.
 */
const spreadMs = 6 * 3_600_000;

/**
 * When time alone makes a visitor's line in the lead book wrong: their stage changes, on the day itself,
 * or the total of somebody who is known is another by a tenth, a few hours into the day. Of those who are
 * not known, who are most, the total stays as it was when they were last seen: to wake each of them would
 * cost more than their visits have.
 *
 * @param sinceMs When the line was read.
 * @returns Milliseconds since 1970, after `sinceMs`; null when it never will.
 */
export function nextChangeOf(
  visitorId: string,
  state: VisitorState,
  model: CompiledModel,
  sinceMs: number,
): number | null {
  const stageMs = nextChangeAt(state, model, sinceMs);
  const totalMs = isKnown(state) ? totalChangesAt(state, model, sinceMs) : null;
  if (totalMs === null) return stageMs;
  // By the id, so that each look at it finds the same moment.
  const lineMs = totalMs + bucketOf(visitorId, spreadMs);
  return stageMs === null ? lineMs : Math.min(stageMs, lineMs);
}
