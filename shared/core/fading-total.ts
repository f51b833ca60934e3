import type { CompiledModel } from "./compile.ts";
import { dayMs } from "./day.ts";
import { readScores } from "./read.ts";
import type { VisitorState } from "./state.ts";

/** A total that was told may be off by a tenth of it before it is worth telling again. */
const worthTelling = 10;
/** For so many days each is looked at; from then on ever fewer, so that ten years are a few hundred looks. */
const dailyFor = 50;

/**
 * The next UTC day on which a total that was told now is to be told again though nothing happens: it is
 * another by a tenth, or by a point where a tenth is less, or it is where it stays for good. So nobody
 * has to look again and again, and the last thing told is what is left in the end.
 *
 * From 50 days on the day is found to a fiftieth of the time until then.
 *
 * @returns Milliseconds since 1970, after `nowMs`; null when time changes the total no more.
 * @example 60 points that halve in 30 days are told as 53 after 5 days, as 48 after 10, and as 0 at last.
 */
export function totalChangesAt(state: VisitorState, model: CompiledModel, nowMs: number): number | null {
  const { fadesByMs, fadesFor } = model;
  if (fadesByMs === null || state.last === null) return null;
  const totalOn = (day: number) => readScores(state, model, day * dayMs).total;
  const told = readScores(state, model, nowMs).total;
  const least = Math.max(1, Math.floor(Math.abs(told) / worthTelling));
  const today = Math.floor(nowMs / dayMs);
  const lastDay = Math.ceil((state.last.atMs + (fadesFor + 1) * fadesByMs) / dayMs);
  let settled = { total: told, day: today };
  for (let day = today; day < lastDay;) {
    day = Math.min(day + Math.max(1, Math.ceil((day - today) / dailyFor)), lastDay);
    const total = totalOn(day);
    if (Math.abs(total - told) >= least) return day * dayMs;
    if (total !== settled.total) settled = { total, day };
  }
  return settled.total === told ? null : settled.day * dayMs;
}
