import type { TrackedEvent } from "../../shared/schema/event.ts";
import type { Receipt } from "../../shared/schema/receipt.ts";
import {
  emptyState,
  fold,
  handOffsOf,
  receiptLines,
  standingOf,
  type LoadedModel,
  type Standing,
  type TriggeredHandOff,
  type VisitorState,
} from "../scoring.ts";
import { MergedAwards } from "./merged-awards.ts";

/** Points and times of a rule, or of a kind of line that no rule wrote. */
export interface RulePoints {
  points: number;
  /** Lines that credited something. */
  times: number;
  /** Lines that credited nothing: capped, quarantined, done by a bot. */
  withheld: number;
}

/** What came of a visitor. */
export interface VisitorResult {
  visitor: string;
  standing: Standing;
  events: number;
  firstAtMs: number;
  lastAtMs: number;
  handOffs: TriggeredHandOff[];
  /** By rule; lines of no rule under their reason in brackets. */
  rules: Map<string, RulePoints>;
}

/** Folds the events of one visitor after the other, piece by piece, keeping the state of one. */
export class VisitorFolder {
  readonly #model: LoadedModel;
  readonly #atMs: number;
  #state: VisitorState | null = null;
  #result: VisitorResult | null = null;
  #awards = new MergedAwards();

  /** @param atMs The moment at which scores are read. */
  constructor(model: LoadedModel, atMs: number) {
    this.#model = model;
    this.#atMs = atMs;
  }

  /** @returns What came of the visitor after the last piece, else null. */
  fold(visitor: string, events: readonly TrackedEvent[], isLast: boolean): VisitorResult | null {
    const { compiled } = this.#model;
    const { state, effects } = fold(this.#state ?? emptyState(compiled), events, compiled);
    const result = (this.#result ??= emptyResult(visitor, events[0]?.atMs ?? 0));
    result.events += events.length;
    result.lastAtMs = events.at(-1)?.atMs ?? result.lastAtMs;
    // One by one, not spread: a visitor may trigger very many.
    for (const handOff of handOffsOf(effects, this.#model)) result.handOffs.push(handOff);
    this.#awards.add(effects);
    this.#state = state;
    if (!isLast) return null;
    for (const receipt of receiptLines(this.#awards.effects(), state, this.#model, this.#atMs)) {
      note(result.rules, receipt, this.#awards.count(receipt));
    }
    result.standing = standingOf(state, this.#model, this.#atMs);
    this.#state = null;
    this.#result = null;
    this.#awards = new MergedAwards();
    return result;
  }
}

function emptyResult(visitor: string, firstAtMs: number): VisitorResult {
  return {
    visitor,
    standing: { total: 0, scores: {}, stage: "" },
    events: 0,
    firstAtMs,
    lastAtMs: firstAtMs,
    handOffs: [],
    rules: new Map(),
  };
}

/** @param count For how many awards the line stands. */
function note(
  rules: Map<string, RulePoints>,
  { ruleId, kind, reason, points }: Receipt,
  count: number,
): void {
  const key = ruleId ?? `(${kind === "manual" ? kind : reason})`;
  let sum = rules.get(key);
  if (sum === undefined) rules.set(key, (sum = { points: 0, times: 0, withheld: 0 }));
  sum.points += points;
  if (points === 0) sum.withheld += count;
  else sum.times += count;
}
