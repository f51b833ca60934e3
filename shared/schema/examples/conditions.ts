import type { Condition, Test } from "../condition.ts";
import type { ConditionExample } from "./example.ts";
import { examplesOfBehaviour } from "./of-behaviour.ts";
import { examplesOfTheEvent } from "./of-the-event.ts";
import { examplesOfTheVisitor } from "./of-the-visitor.ts";

const lead: Condition = { test: "event", is: "generate_lead" };
const aurora: Condition = { test: "property", name: "model", equals: "Aurora" };

/** What a condition is built of: the three branches, and every kind of test. */
export type ConditionKind = Test["test"] | "all" | "any" | "not";

/** For each kind of condition examples, each with a counter-example; the type demands that none is forgotten. */
export const conditionExamples: Readonly<Record<ConditionKind, readonly ConditionExample[]>> = {
  all: [
    {
      condition: { all: [lead, aurora] },
      holds: { events: [{ name: "generate_lead", properties: { model: "Aurora" } }] },
      fails: { events: [{ name: "generate_lead", properties: { model: "Boreal" } }] },
    },
  ],
  any: [
    {
      condition: { any: [lead, aurora] },
      holds: { events: [{ name: "page_view", properties: { model: "Aurora" } }] },
      fails: { events: [{ name: "page_view", properties: { model: "Boreal" } }] },
    },
  ],
  not: [
    {
      condition: { not: aurora },
      holds: { events: [{ name: "generate_lead" }] },
      fails: { events: [{ name: "generate_lead", properties: { model: "Aurora" } }] },
    },
  ],
  ...examplesOfTheEvent,
  ...examplesOfTheVisitor,
  ...examplesOfBehaviour,
};
