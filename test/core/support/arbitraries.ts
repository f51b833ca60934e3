import fc from "fast-check";
import type { Condition } from "../../../shared/schema/condition.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { Model } from "../../../shared/schema/model.ts";

const names = ["page_view", "generate_lead", "chat_started", "identify"] as const;
const dayMs = 86_400_000;

/** Few values of everything, so that equal times, doubles, caps and thresholds are met often. */
export const eventArbitrary: fc.Arbitrary<TrackedEvent> = fc
  .record({
    messageId: fc.constantFrom(..."abcdefghijklmnopqrst".split("")),
    name: fc.constantFrom(...names),
    atMs: fc.integer({ min: 0, max: 12 }).map((step) => step * (dayMs / 2)),
    amount: fc.option(fc.integer({ min: 0, max: 4 })),
    kind: fc.option(fc.constantFrom("pricing", "careers")),
    email: fc.option(fc.constantFrom("", "a@example.com"), { nil: undefined }),
    bot: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  })
  .map(({ messageId, name, atMs, amount, kind, email, bot }) => ({
    messageId,
    type: name === "page_view" ? "page" : name === "identify" ? "identify" : "track",
    name,
    atMs,
    source: "browser",
    properties: amount === null ? {} : { amount },
    ...(kind !== null && { page: { path: `/${kind}`, kind } }),
    ...(email !== undefined && name === "identify" && { traits: { email } }),
    ...(bot && { visit: { bot: "crawler" as const } }),
  }));

/** Logs in which one id always names one event, as after deduplication by the first payload. */
export const logArbitrary = fc.uniqueArray(eventArbitrary, {
  selector: ({ messageId }) => messageId,
  maxLength: 20,
});

const eventTest: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ test: fc.constant("event" as const), is: fc.constantFrom(...names) }),
  fc.record({
    test: fc.constant("property" as const),
    name: fc.constant("amount"),
    atLeast: fc.integer({ min: 0, max: 4 }),
  }),
  fc.record({ test: fc.constant("property" as const), name: fc.constant("amount"), exists: fc.boolean() }),
  fc.record({ test: fc.constant("page_kind" as const), is: fc.constantFrom("pricing", "careers") }),
  fc.record({
    test: fc.constant("identity" as const),
    is: fc.constantFrom("known" as const, "anonymous" as const),
  }),
);
const stateTest: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    test: fc.constant("identity" as const),
    is: fc.constantFrom("known" as const, "anonymous" as const),
  }),
  fc.record({ test: fc.constant("trait" as const), name: fc.constant("email"), exists: fc.boolean() }),
);

function tree(leaf: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> {
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: fc.record({ all: fc.array(leaf, { minLength: 1, maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ any: fc.array(leaf, { minLength: 1, maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ not: leaf }) },
  );
}

const points = fc.constantFrom(-7, -3, 2, 5, 10, 20);
const cap = fc.option(
  fc.record({
    times: fc.integer({ min: 1, max: 3 }),
    withinDays: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  }),
  { nil: undefined },
);

/** Small models with every kind of thing in them. */
export const modelArbitrary: fc.Arbitrary<Model> = fc
  .record({
    eventRules: fc.array(
      fc.record({ when: tree(eventTest), points, cap, score: fc.constantFrom("x", "y") }),
      { maxLength: 6 },
    ),
    stateRules: fc.array(fc.record({ while: tree(stateTest), points, score: fc.constantFrom("x", "y") }), {
      maxLength: 3,
    }),
    threshold: fc.integer({ min: 1, max: 40 }),
    hysteresis: fc.integer({ min: 0, max: 10 }),
    entry: fc.option(tree(stateTest), { nil: undefined }),
    maximum: fc.integer({ min: 5, max: 60 }),
    handOff: tree(eventTest),
  })
  .map(({ eventRules, stateRules, threshold, hysteresis, entry, maximum, handOff }) => ({
    name: "generated",
    scores: [
      { id: "x", label: "x", min: -5, max: maximum },
      { id: "y", label: "y" },
    ],
    total: { min: 0, max: 50 },
    rules: [
      ...eventRules.map((rule, index) => ({
        ...rule,
        type: "event" as const,
        id: `e${index}`,
        label: "rule",
      })),
      ...stateRules.map((rule, index) => ({
        ...rule,
        type: "state" as const,
        id: `s${index}`,
        label: "rule",
      })),
    ],
    stages: [
      { id: "visitor", label: "Visitor" },
      { id: "lead", label: "Lead", entry: { test: "identity" as const, is: "known" as const } },
      {
        id: "mql",
        label: "MQL",
        threshold: { atLeast: threshold, rearmBelow: threshold - hysteresis },
        ...(entry !== undefined && { entry }),
      },
    ],
    handOffs: [
      {
        id: "sales",
        label: "Sales",
        purpose: "sales" as const,
        trigger: { on: "stage" as const, stage: "mql" },
      },
      {
        id: "campaign",
        label: "Campaign",
        purpose: "marketing" as const,
        trigger: { on: "event" as const, when: handOff },
      },
    ],
  }));
