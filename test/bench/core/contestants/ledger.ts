import type { EventModel } from "../rules.ts";

interface CountedRule {
  score: number;
  points: number;
  cap: { times: number; windowMs: number } | null;
}

/**
 * Adds points up for engines that only say which rules hold. It knows caps, so that every engine
 * ends with the same scores; it keeps no facts, stages or receipts.
 */
export class Ledger {
  readonly #rules: readonly CountedRule[];
  readonly #scoreCount: number;
  readonly #visitorCount: number;
  #points: Int32Array;
  #awards = new Map<number, number[]>();

  constructor(model: EventModel, visitorCount: number) {
    const scores = model.scores.map((score) => score.id);
    this.#scoreCount = scores.length;
    this.#visitorCount = visitorCount;
    this.#rules = model.rules.map((rule) => ({
      score: scores.indexOf(rule.score),
      points: rule.points,
      cap:
        rule.cap !== undefined
          ? {
              times: rule.cap.times,
              windowMs: (rule.cap.withinDays ?? Number.POSITIVE_INFINITY) * 86_400_000,
            }
          : null,
    }));
    this.#points = new Int32Array(visitorCount * this.#scoreCount);
  }

  reset(): void {
    this.#points = new Int32Array(this.#visitorCount * this.#scoreCount);
    this.#awards = new Map();
  }

  award(visitor: number, ordinal: number, atMs: number): void {
    const rule = this.#rules[ordinal];
    if (rule === undefined) return;
    const { cap } = rule;
    if (cap !== null) {
      const key = visitor * this.#rules.length + ordinal;
      const times = this.#awards.get(key);
      if (times === undefined) this.#awards.set(key, [atMs]);
      else {
        if (times.length >= cap.times) {
          if ((times[0] ?? 0) > atMs - cap.windowMs) return;
          times.shift();
        }
        times.push(atMs);
      }
    }
    const place = visitor * this.#scoreCount + rule.score;
    this.#points[place] = (this.#points[place] ?? 0) + rule.points;
  }

  pointsOf(visitor: number): number[] {
    return [...this.#points.subarray(visitor * this.#scoreCount, (visitor + 1) * this.#scoreCount)];
  }
}
