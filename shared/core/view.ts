import type { TrackedEvent } from "../schema/event.ts";
import type { CompiledModel } from "./compile.ts";
import type { Environment } from "./condition/environment.ts";
import { weigh } from "./decay.ts";
import { normalPath } from "./path.ts";
import type { VisitorState } from "./state.ts";

/** Scores as they stand at a moment. */
export interface Reading {
  /** By account, weighed by age; 0 where its segment's sheet does not count. */
  accounts: readonly number[];
  /** By score: what browsers earned beyond what a browser alone may, a number not above 0. */
  browserExcess: readonly number[];
  /** By score, before its bounds. */
  raw: readonly number[];
  /** By score, inside its bounds. */
  bounded: readonly number[];
  /** Sum of the bounded scores, before the total's own bounds. */
  sum: number;
  total: number;
}

/** A state looked at, at a moment: what conditions ask, each question answered once. */
export class View implements Environment {
  state: VisitorState;
  nowMs: number;
  event: TrackedEvent | null = null;
  page: Environment["page"] = null;
  idleMs: number;
  gapMs = 0;
  readonly model: CompiledModel;
  #reading: Reading | null = null;
  #path: string | null | undefined;
  #segments: (boolean | undefined)[] = [];
  #disqualification: number | undefined;

  constructor(state: VisitorState, model: CompiledModel, nowMs: number) {
    this.state = state;
    this.model = model;
    this.nowMs = nowMs;
    this.idleMs = state.lastEventName === null ? 0 : nowMs - state.lastSeenAtMs;
  }

  get zone(): Environment["zone"] {
    return this.model.zone;
  }

  /** Looks at another event; what was known of the one before is forgotten. */
  turnTo(event: TrackedEvent): void {
    this.event = event;
    this.page = event.page ?? null;
    this.nowMs = event.atMs;
    this.gapMs = this.state.lastEventName === null ? 0 : event.atMs - this.state.lastSeenAtMs;
    this.#path = undefined;
    this.forget();
  }

  /** Forgets answers that a change of the state may have made wrong. */
  forget(): void {
    this.#reading = null;
    this.#disqualification = undefined;
    if (this.#segments.length > 0) this.#segments = [];
  }

  path(): string | null {
    if (this.#path === undefined) this.#path = this.page === null ? null : normalPath(this.page.path);
    return this.#path;
  }

  score(ordinal: number): number {
    const reading = this.read();
    return ordinal < 0 ? reading.total : (reading.bounded[ordinal] ?? 0);
  }

  /** The furthest stage that is held; 0 when there is none. */
  stage(): number {
    for (let ordinal = this.model.stages.length - 1; ordinal > 0; ordinal -= 1) {
      if (this.state.stages[ordinal]?.held === true) return ordinal;
    }
    return 0;
  }

  isInSegment(ordinal: number): boolean {
    const known = this.#segments[ordinal];
    if (known !== undefined) return known;
    const answer = this.model.segments[ordinal]?.holds(this) === true;
    this.#segments[ordinal] = answer;
    return answer;
  }

  disqualification(): number {
    this.#disqualification ??= this.model.disqualifications.findIndex(
      ({ holds, expiresAfterMs }, ordinal) => {
        if (!holds(this)) return false;
        const sinceMs = this.state.disqualifiedSinceMs[ordinal];
        return expiresAfterMs === null || sinceMs === undefined || this.nowMs - sinceMs < expiresAfterMs;
      },
    );
    return this.#disqualification;
  }

  /** What a rule about the person pays now; from memory unless time alone may have changed it. */
  paysNow(ordinal: number): number {
    const rule = this.model.personRules[ordinal];
    // Of somebody who was never here nothing is known, not even that something is missing.
    if (rule === undefined || this.state.lastEventName === null) return 0;
    if (rule.segment >= 0 && !this.isInSegment(rule.segment)) return 0;
    return rule.isTimely ? rule.points(this) : (this.state.holding[rule.ordinal]?.points ?? 0);
  }

  read(): Reading {
    this.#reading ??= this.#readNow();
    return this.#reading;
  }

  #readNow(): Reading {
    const { model, state, nowMs } = this;
    const raw = model.scores.map(() => 0);
    const fromBrowsers = model.scores.map(() => 0);
    const accounts = model.accounts.map((account, ordinal) => {
      if (account.segment >= 0 && !this.isInSegment(account.segment)) return 0;
      const kept = state.accounts[ordinal] ?? 0;
      const value =
        typeof kept === "number" ? kept : account.weights === null ? 0 : weigh(kept, account.weights, nowMs);
      const sums = account.isBrowser ? fromBrowsers : raw;
      sums[account.score] = (sums[account.score] ?? 0) + value;
      return value;
    });
    for (let ordinal = 0; ordinal < model.personRules.length; ordinal += 1) {
      const score = model.personRules[ordinal]?.score ?? 0;
      raw[score] = (raw[score] ?? 0) + this.paysNow(ordinal);
    }
    let sum = 0;
    const browserExcess: number[] = [];
    const bounded = model.scores.map((score, ordinal) => {
      const earned = fromBrowsers[ordinal] ?? 0;
      const excess = Math.min(0, score.browserMax - earned);
      browserExcess.push(excess);
      raw[ordinal] = (raw[ordinal] ?? 0) + earned + excess;
      const value = clamp(raw[ordinal] ?? 0, score.min, score.max);
      sum += value;
      return value;
    });
    return {
      accounts,
      browserExcess,
      raw,
      bounded,
      sum,
      total: clamp(sum, model.total.min, model.total.max),
    };
  }
}

export function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}
