import { LogicEngine } from "json-logic-engine";
import { matchGlob } from "../../../../shared/core/glob.ts";
import type { Condition } from "../../../../shared/schema/condition.ts";
import type { TrackedEvent } from "../../../../shared/schema/event.ts";
import type { Traffic } from "../events.ts";
import type { EventModel } from "../rules.ts";
import { FreshEvents, type Contestant } from "./contestant.ts";
import { Ledger } from "./ledger.ts";

type Logic = Record<string, unknown>;

const variable = (name: string): Logic => ({ var: name });

/**
 * A condition in JSON Logic. Only the tests that the benchmark's rules have.
 *
 * @throws {Error} For another test.
 */
function logicOf(condition: Condition): Logic {
  if ("all" in condition) return { and: condition.all.map(logicOf) };
  if ("any" in condition) return { or: condition.any.map(logicOf) };
  if ("not" in condition) return { "!": [logicOf(condition.not)] };
  if (condition.test === "event") return { "===": [variable("name"), condition.is] };
  if (condition.test === "page_kind") return { "===": [variable("page.kind"), condition.is] };
  if (condition.test === "path") {
    const path = variable("page.path");
    if (condition.equals !== undefined) return { "===": [path, condition.equals] };
    if (condition.prefix !== undefined) return { startsWith: [path, condition.prefix] };
    return { matchesGlob: [path, condition.glob] };
  }
  if (condition.test === "property") {
    const value = variable(`properties.${condition.name}`);
    if (condition.equals !== undefined) return { "===": [value, condition.equals] };
    if (condition.in !== undefined) return { in: [value, condition.in] };
    return { and: [{ ">=": [value, condition.atLeast] }, { "<": [value, condition.lessThan] }] };
  }
  throw new Error(`the test "${condition.test}" is not translated to JSON Logic`);
}

/** json-logic-engine, interpreted: its compiled mode makes functions from text, which the edge forbids. */
export function jsonLogic(traffic: Traffic, source: EventModel): Contestant {
  const { visitors, texts } = traffic;
  const ledger = new Ledger(source, traffic.visitorCount);
  const fresh = new FreshEvents(traffic);
  const engine = new LogicEngine();
  engine.addMethod("startsWith", ([text, prefix]: [string, string]) => text.startsWith(prefix), {
    deterministic: true,
  });
  engine.addMethod("matchesGlob", ([text, glob]: [string, string]) => matchGlob(glob, text), {
    deterministic: true,
  });
  const rules = source.rules.map((rule) => logicOf(rule.when));
  // It gives up its plans after 500 rules that it has not seen before. Seeing each twice prevents that.
  const first = JSON.parse(texts[0] ?? "") as TrackedEvent;
  for (const rule of rules) {
    engine.run(rule, first);
    engine.run(rule, first);
  }
  return {
    length: texts.length,
    eventsEach: 1,
    reset: () => ledger.reset(),
    prepare: (from, to) => {
      fresh.parse(from, to);
    },
    run: (from, to) => {
      for (let index = from; index < to; index += 1) {
        const event = fresh.at(index);
        for (let ordinal = 0; ordinal < rules.length; ordinal += 1) {
          if (engine.run(rules[ordinal], event) === true)
            ledger.award(visitors[index] ?? 0, ordinal, event.atMs);
        }
      }
    },
    pointsOf: (visitor) => ledger.pointsOf(visitor),
  };
}
