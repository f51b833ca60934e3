import type { Action } from "../../../../shared/schema/action.ts";
import type { Condition } from "../../../../shared/schema/condition.ts";
import type { Model } from "../../../../shared/schema/model.ts";
import type { BandsRule, EventRule, StateRule } from "../../../../shared/schema/rule.ts";

/** A model in which nothing is found, but for what the test puts into it. */
export function modelWith(more: Partial<Model> = {}): Model {
  return {
    name: "lint",
    scores: [{ id: "intent", label: "Intent" }],
    rules: [eventRule("lead", { test: "event", is: "generate_lead" })],
    stages: [
      { id: "visitor", label: "Visitor" },
      { id: "mql", label: "MQL", threshold: { atLeast: 30, rearmBelow: 20 } },
    ],
    ...more,
  };
}

/** An event rule of 10 points into intent. */
export function eventRule(id: string, when: Condition, more: Partial<EventRule> = {}): EventRule {
  return { id, type: "event", label: id, score: "intent", points: 10, when, ...more };
}

/** A state rule of 10 points into intent. */
export function stateRule(id: string, holds: Condition, more: Partial<StateRule> = {}): StateRule {
  return { id, type: "state", label: id, score: "intent", points: 10, while: holds, ...more };
}

/** A table over the trait employees. */
export function bandsRule(bands: BandsRule["bands"], more: Partial<BandsRule> = {}): BandsRule {
  return {
    id: "employees",
    type: "bands",
    label: "Employees",
    score: "intent",
    trait: "employees",
    bands,
    ...more,
  };
}

/** A banner that nothing limits. */
export function banner(id: string, when: Condition, more: Partial<Action> = {}): Action {
  return { id, kind: "banner", when, texts: { en: { title: id } }, ...more };
}

/** A model of one rule with this condition. */
export function ruleOf(when: Condition): Model {
  return modelWith({ rules: [eventRule("one", when)] });
}
