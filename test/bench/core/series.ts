import { compile } from "../../../shared/core/index.ts";
import { closureLoop } from "./contestants/closure-loop.ts";
import type { Contestant } from "./contestants/contestant.ts";
import { jsonLogic } from "./contestants/json-logic.ts";
import { jsonParse } from "./contestants/json-parse.ts";
import { jsonRules } from "./contestants/json-rules.ts";
import { findHits, knownHits } from "./contestants/known-hits.ts";
import { scoreline, scorelineInBatches } from "./contestants/scoreline.ts";
import { compareScores } from "./equality.ts";
import type { Traffic } from "./events.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
import { modelOf, type EventModel } from "./rules.ts";

export const ruleCounts = [10, 100, 1_000, 10_000] as const;
export type RuleCount = (typeof ruleCounts)[number];

/** Events in one call of the batched fold. */
export const eventsPerCall = 20;

export const engineNames = {
  parse: "JSON.parse of the event",
  hits: "known hits applied",
  scoreline: "scoreline, one event a call",
  batches: `scoreline, ${eventsPerCall} events a call`,
  loop: "loop over compiled closures",
  logic: "json-logic-engine, interpreted",
  rules: "json-rules-engine",
} as const;
export type Engine = keyof typeof engineNames;

/** Two ways in which a model can grow. */
export const seriesHits = {
  /** More rules hit more often: the hits of an event with which the design was measured. */
  growing: { 10: 0.013, 100: 0.22, 1_000: 1.38, 10_000: 14 },
  /** More rules for the same hits: what remains is the price of the rules that do not hit. */
  same: { 10: 1, 100: 1, 1_000: 1, 10_000: 1 },
} as const satisfies Record<string, Record<RuleCount, number>>;
export type SeriesName = keyof typeof seriesHits;

/** The interpreters need minutes for what is only asked of the core: how its cost grows without more hits. */
const enginesOf: Record<SeriesName, readonly Engine[]> = {
  growing: ["parse", "hits", "scoreline", "batches", "loop", "logic", "rules"],
  same: ["parse", "hits", "scoreline", "batches", "loop"],
};

/** One engine at one number of rules. */
export interface Case {
  series: SeriesName;
  ruleCount: RuleCount;
  engine: Engine;
  contestant: Contestant;
  /** Events whose scores were found equal to the others'. */
  comparedEvents: number;
}

export interface Prepared {
  cases: Case[];
  /** Hits of an event, as they came out. */
  hits: Record<SeriesName, Record<RuleCount, number>>;
}

/** The model of a series with so many rules; the same for the same seed. */
export function seriesModel(series: SeriesName, ruleCount: RuleCount, seed: number): EventModel {
  return modelOf(ruleCount, seriesHits[series][ruleCount], randomNumbers(seed ^ ruleCount));
}

/**
 * Makes every engine ready for every number of rules, and compares their scores.
 *
 * @throws {Error} When two engines do not come to the same scores.
 */
export async function prepareSeries(traffic: Traffic, seed: number): Promise<Prepared> {
  const cases: Case[] = [];
  const hits: Prepared["hits"] = {
    growing: { 10: 0, 100: 0, 1_000: 0, 10_000: 0 },
    same: { 10: 0, 100: 0, 1_000: 0, 10_000: 0 },
  };
  for (const series of ["growing", "same"] as const) {
    for (const ruleCount of ruleCounts) {
      const source = seriesModel(series, ruleCount, seed);
      const model = compile({ version: 1, id: `${series}-${ruleCount}`, model: source });
      const known = findHits(traffic, model);
      hits[series][ruleCount] = known.ordinals.length / traffic.texts.length;
      const reference = knownHits(traffic, source, known);
      const make: Record<Engine, () => Contestant> = {
        parse: () => jsonParse(traffic),
        hits: () => reference,
        scoreline: () => scoreline(traffic, model),
        batches: () => scorelineInBatches(traffic, model, eventsPerCall),
        loop: () => closureLoop(traffic, source, model),
        logic: () => jsonLogic(traffic, source),
        rules: () => jsonRules(traffic, source),
      };
      for (const engine of enginesOf[series]) {
        const contestant = make[engine]();
        const comparedEvents =
          engine === "hits"
            ? 0
            : await compareScores(
                `${engineNames[engine]}, ${ruleCount} rules`,
                contestant,
                reference,
                traffic.visitorCount,
              );
        cases.push({ series, ruleCount, engine, contestant, comparedEvents });
      }
    }
  }
  return { cases, hits };
}
