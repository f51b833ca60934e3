import { Engine, type AllConditions, type AnyConditions, type ConditionProperties } from "json-rules-engine";
import { matchGlob } from "../../../../shared/core/glob.ts";
import type { Condition } from "../../../../shared/schema/condition.ts";
import type { TrackedEvent } from "../../../../shared/schema/event.ts";
import type { Traffic } from "../events.ts";
import type { EventModel } from "../rules.ts";
import { FreshEvents, type Contestant } from "./contestant.ts";
import { Ledger } from "./ledger.ts";

type Nested = AllConditions | AnyConditions | ConditionProperties;

/**
 * A condition in json-rules-engine's form. Only the tests that the benchmark's rules have.
 *
 * @throws {Error} For another test.
 */
function nestedOf(condition: Condition): Nested[] {
  if ("all" in condition) return [{ all: condition.all.flatMap(nestedOf) }];
  if ("any" in condition) return [{ any: condition.any.flatMap(nestedOf) }];
  if ("not" in condition) throw new Error("not is not translated for json-rules-engine");
  if (condition.test === "event") return [{ fact: "name", operator: "equal", value: condition.is }];
  if (condition.test === "page_kind") return [{ fact: "kind", operator: "equal", value: condition.is }];
  if (condition.test === "path") {
    const { equals, prefix, glob } = condition;
    if (equals !== undefined) return [{ fact: "path", operator: "equal", value: equals }];
    if (prefix !== undefined) return [{ fact: "path", operator: "startsWith", value: prefix }];
    return [{ fact: "path", operator: "matchesGlob", value: glob }];
  }
  if (condition.test === "property") {
    const fact = `property ${condition.name}`;
    if (condition.equals !== undefined) return [{ fact, operator: "equal", value: condition.equals }];
    if (condition.in !== undefined) return [{ fact, operator: "in", value: condition.in }];
    return [
      { fact, operator: "greaterThanInclusive", value: condition.atLeast },
      { fact, operator: "lessThan", value: condition.lessThan },
    ];
  }
  throw new Error(`the test "${condition.test}" is not translated for json-rules-engine`);
}

/** An event as flat facts, which spares the engine its search by path. */
function factsOf({ name, page, properties }: TrackedEvent): Record<string, unknown> {
  const facts: Record<string, unknown> = { name, path: page?.path, kind: page?.kind };
  for (const [key, value] of Object.entries(properties)) facts[`property ${key}`] = value;
  return facts;
}

/** json-rules-engine, all rules in one engine. Events are made into facts before the measurement. */
export function jsonRules(traffic: Traffic, source: EventModel): Contestant {
  const { visitors, times } = traffic;
  const ledger = new Ledger(source, traffic.visitorCount);
  const fresh = new FreshEvents(traffic);
  const engine = new Engine([], { allowUndefinedFacts: true });
  engine.addOperator("startsWith", (text: string, prefix: string) => text.startsWith(prefix));
  engine.addOperator("matchesGlob", (text: string, glob: string) => matchGlob(glob, text));
  for (const [ordinal, rule] of source.rules.entries()) {
    const { when } = rule;
    engine.addRule({
      conditions: { all: "all" in when ? when.all.flatMap(nestedOf) : nestedOf(when) },
      event: { type: "hit", params: { ordinal } },
    });
  }
  let facts: Record<string, unknown>[] = [];
  let factsFrom = 0;
  return {
    length: times.length,
    eventsEach: 1,
    reset: () => ledger.reset(),
    prepare: (from, to) => {
      facts = fresh.parse(from, to).map(factsOf);
      factsFrom = from;
    },
    run: async (from, to) => {
      for (let index = from; index < to; index += 1) {
        const { events } = await engine.run(facts[index - factsFrom] ?? {});
        for (const { params } of events) {
          ledger.award(visitors[index] ?? 0, params?.["ordinal"] as number, times[index] ?? 0);
        }
      }
    },
    pointsOf: (visitor) => ledger.pointsOf(visitor),
  };
}
