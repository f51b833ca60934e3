import type { CompileCost } from "./fresh-process.ts";
import type { Measured } from "./measured.ts";
import { medianRatio } from "./median.ts";
import { eventsPerCall, type Engine, type RuleCount, type SeriesName } from "./series.ts";
import type { StateSizes } from "./state-size.ts";

/** Something the core has set out to reach. */
export interface Goal {
  name: string;
  /** In words and with its unit. */
  goal: string;
  value: number;
  met: boolean;
}

const megabyte = 1_000_000;

function atMost(name: string, limit: number, unit: string, value: number): Goal {
  return { name, goal: `at most ${limit}${unit}`, value: Number(value.toPrecision(4)), met: value <= limit };
}

function below(name: string, limit: number, unit: string, value: number): Goal {
  return { name, goal: `below ${limit}${unit}`, value: Number(value.toPrecision(4)), met: value < limit };
}

function atLeast(name: string, limit: number, unit: string, value: number): Goal {
  return { name, goal: `at least ${limit}${unit}`, value: Number(value.toPrecision(4)), met: value >= limit };
}

/** Every goal of the core, and whether this run met it. */
export function goalsOf(
  { cases, history }: Measured,
  { compile, state }: { compile: CompileCost; state: StateSizes },
): Goal[] {
  const samplesOf = (series: SeriesName, rules: RuleCount, engine: Engine) =>
    cases.find((entry) => entry.series === series && entry.ruleCount === rules && entry.engine === engine)
      ?.samples ?? [];
  const ways = [
    ["scoreline", "one event a call"],
    ["batches", `${eventsPerCall} events a call`],
  ] as const;
  return [
    ...ways.map(([engine, way]) =>
      atMost(
        `1,000 rules / JSON.parse, ${way}`,
        2,
        "x",
        medianRatio(samplesOf("growing", 1_000, engine), samplesOf("growing", 1_000, "parse")),
      ),
    ),
    atLeast(
      "json-rules-engine / scoreline, 1,000 rules, one event a call",
      5_000,
      "x",
      medianRatio(samplesOf("growing", 1_000, "rules"), samplesOf("growing", 1_000, "scoreline")),
    ),
    ...ways.map(([engine, way]) =>
      atMost(
        `10,000 rules / 10 rules with the same hits, ${way}`,
        2,
        "x",
        medianRatio(samplesOf("same", 10_000, engine), samplesOf("same", 10, engine)),
      ),
    ),
    below(
      "compiling 10,000 rules cold, with the first event of each name",
      500,
      " ms",
      compile.compileMs + compile.firstEventsMs,
    ),
    below(
      "memory of 10,000 rules after use, with their source",
      20,
      " MB",
      (compile.sourceBytes + Math.max(compile.compiledBytes, compile.usedBytes)) / megabyte,
    ),
    below("state at 100 events, dealer pack, largest visitor", 2_000, " bytes", state.dealer.largest),
    below("state at 100 events, 1,000 rules, largest visitor", 2_000, " bytes", state.thousandRules.largest),
    atMost("one more event after 10,000 / after 10", 1.5, "x", medianRatio(history[10_000], history[10])),
  ];
}
