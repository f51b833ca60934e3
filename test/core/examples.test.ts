import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { checkModel, compile, decide, foldLog } from "../../shared/core/index.ts";
import type { Condition } from "../../shared/schema/condition.ts";
import { conditionExamples } from "../../shared/schema/examples/conditions.ts";
import type { ExampleOutcome, ExampleVisitor } from "../../shared/schema/examples/example.ts";
import { exampleModel } from "../../shared/schema/examples/model.ts";
import { partExamples } from "../../shared/schema/examples/parts.ts";
import type { Expectation } from "../../shared/schema/journey.ts";
import { ModelSchema, type Model } from "../../shared/schema/model.ts";
import { visitorOf } from "./support/example-visitor.ts";

function compiled(model: Model): ReturnType<typeof compile> {
  expect(v.safeParse(ModelSchema, model).issues).toBeUndefined();
  return compile({ version: 1, id: "example", model });
}

/** Whether a condition holds for a visitor now: an action with it is asked. */
function holdsNow(condition: Condition, visitor: ExampleVisitor): boolean {
  const asked = { id: "asked", kind: "banner", when: condition, texts: { en: { title: "Asked" } } } as const;
  const model = compiled({ ...exampleModel, actions: [asked] });
  const { log, nowMs } = visitorOf(visitor);
  const { state } = foldLog(log, model);
  const [verdict] = decide(state, model, { nowMs, event: log.at(-1) ?? null, locale: "en" }).verdicts;
  return verdict?.reason !== "condition";
}

const ruleWith = (when: Condition): Model["rules"][number] => ({
  id: "asked",
  type: "event",
  label: "Asked",
  score: "engagement",
  points: 1,
  when,
});

/** Whether a rule with the condition pays for the last event: the index of rules is asked. */
function paysLast(condition: Condition, visitor: ExampleVisitor): boolean {
  const model = compiled({ ...exampleModel, rules: [...exampleModel.rules, ruleWith(condition)] });
  const { log } = visitorOf(visitor);
  return foldLog(log, model).effects.some(
    (effect) =>
      effect.type === "award" &&
      model.rules[effect.rule]?.id === "asked" &&
      effect.eventId === log.at(-1)?.messageId,
  );
}

/** An event rule may ask most things; it asks for the time before its event, not for the time after. */
function mayStandInEventRule(condition: Condition): boolean {
  const isTimely = "test" in condition && condition.test === "inactive";
  return !isTimely && checkModel({ ...exampleModel, rules: [ruleWith(condition)] }).length === 0;
}

/** What came out, as far as an example speaks of it. */
function outcome(part: Partial<Model>, visitor: ExampleOutcome): Expectation {
  const source = { ...exampleModel, ...part };
  const model = compiled(source);
  const { log, nowMs } = visitorOf(visitor, source.pageKinds);
  const { state, effects } = foldLog(log, model);
  const {
    verdicts: _,
    withheld: __,
    ...decision
  } = decide(state, model, {
    nowMs,
    event: log.at(-1) ?? null,
    locale: "en",
    visitorId: "example",
  });
  const all = {
    ...decision,
    actions: decision.actions.map(({ id }) => id),
    handOffs: effects.flatMap((effect) =>
      effect.type === "hand_off" ? [`${model.handOffs[effect.handOff]?.source.id}.${effect.ordinal}`] : [],
    ),
  };
  return Object.fromEntries(Object.entries(all).filter(([key]) => key in visitor.gives));
}

const conditions = Object.values(conditionExamples)
  .flat()
  .map((example) => ({ ...example, text: JSON.stringify(example.condition) }));

describe("an example of a condition", () => {
  it.each(conditions)("holds for its visitor and not for the other: $text", ({ condition, holds, fails }) => {
    expect([holdsNow(condition, holds), holdsNow(condition, fails)]).toEqual([true, false]);
  });

  it.each(conditions.filter(({ condition }) => mayStandInEventRule(condition)))(
    "is paid by a rule for its visitor and not for the other: $text",
    ({ condition, holds, fails }) => {
      expect([paysLast(condition, holds), paysLast(condition, fails)]).toEqual([true, false]);
    },
  );

  it.each(conditions)("turns round under not: $text", ({ condition, holds, fails }) => {
    const not = { not: condition };
    expect([holdsNow(not, holds), holdsNow(not, fails)]).toEqual([false, true]);
  });
});

describe("an example of a part of a model", () => {
  const parts = Object.entries(partExamples).flatMap(([section, examples]) =>
    examples.map((example) => ({ ...example, name: [section, example.title].join(": ") })),
  );

  it.each(parts)("gives what it says, and the counter-example too: $name", ({ part, example, counter }) => {
    expect(outcome(part, example)).toMatchObject(example.gives);
    expect(outcome(part, counter)).toMatchObject(counter.gives);
  });
});
