import type { Traffic } from "./events.ts";
import type { CompileCost } from "./fresh-process.ts";
import { goalsOf, type Goal } from "./goals.ts";
import type { Measured } from "./measured.ts";
import type { HistoryLength } from "./history.ts";
import { median, medianRatio } from "./median.ts";
import type { Engine, Prepared, RuleCount, SeriesName } from "./series.ts";
import { pathCount } from "./site-map.ts";
import type { StateSizes } from "./state-size.ts";

/** One engine at one number of rules. */
export interface Figure {
  engine: Engine;
  rules: RuleCount;
  /** CPU time of one event, median over the rounds. */
  microsecondsPerEvent: number;
  /** The same in units of `JSON.parse`, median of the rounds' ratios. */
  timesJsonParse: number;
  /** Events after which all scores were compared with the other engines' and found equal. */
  comparedEvents: number;
}

/** What a run found. */
export interface Report {
  machine: string;
  seed: number;
  rounds: number;
  load: { events: number; visitors: number; paths: number; meanBytes: number };
  hitsPerEvent: Prepared["hits"];
  series: Record<SeriesName, Figure[]>;
  /** By length of the history: CPU microseconds of one more event. */
  history: Record<HistoryLength, number>;
  /** Of a model with 10,000 rules. */
  compile: CompileCost;
  state: StateSizes;
  goals: Goal[];
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** Makes the report of what was measured. */
export function reportOf(
  measured: Measured,
  about: Pick<Report, "machine" | "seed" | "rounds" | "hitsPerEvent" | "compile" | "state">,
  traffic: Traffic,
): Report {
  const { cases, history } = measured;
  const figuresOf = (series: SeriesName) =>
    cases
      .filter((entry) => entry.series === series)
      .map(({ engine, ruleCount, samples, comparedEvents }): Figure => {
        const parse = cases.find(
          (other) => other.series === series && other.ruleCount === ruleCount && other.engine === "parse",
        );
        return {
          engine,
          rules: ruleCount,
          microsecondsPerEvent: rounded(median(samples)),
          timesJsonParse: rounded(medianRatio(samples, parse?.samples ?? [])),
          comparedEvents,
        };
      });
  const bytes = traffic.texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const count = traffic.texts.length;
  return {
    ...about,
    load: {
      events: count,
      visitors: traffic.visitorCount,
      paths: pathCount,
      meanBytes: Math.round(bytes / count),
    },
    series: { growing: figuresOf("growing"), same: figuresOf("same") },
    history: {
      10: rounded(median(history[10])),
      1_000: rounded(median(history[1_000])),
      10_000: rounded(median(history[10_000])),
    },
    goals: goalsOf(measured, about),
  };
}
