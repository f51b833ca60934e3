import fc from "fast-check";
import type { Condition, EventCondition } from "../../../shared/schema/condition.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { Model } from "../../../shared/schema/model.ts";
import type { Decay } from "../../../shared/schema/rule.ts";

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
    source: fc.constantFrom("browser" as const, "browser" as const, "server" as const),
  })
  .map(({ messageId, name, atMs, amount, kind, email, bot, source }) => ({
    messageId,
    type: name === "page_view" ? "page" : name === "identify" ? "identify" : "track",
    name,
    atMs,
    source,
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

const ofEvent: fc.Arbitrary<EventCondition> = fc.oneof(
  fc.record({ test: fc.constant("event" as const), is: fc.constantFrom(...names) }),
  fc.record({
    test: fc.constant("property" as const),
    name: fc.constant("amount"),
    atLeast: fc.integer({ min: 0, max: 4 }),
  }),
  fc.record({
    test: fc.constant("property" as const),
    name: fc.constant("amount"),
    equals: fc.integer({ min: 0, max: 4 }),
  }),
  fc.record({ test: fc.constant("property" as const), name: fc.constant("amount"), exists: fc.boolean() }),
  fc.record({ test: fc.constant("page_kind" as const), is: fc.constantFrom("pricing", "careers") }),
  fc.record({ test: fc.constant("path" as const), equals: fc.constantFrom("/pricing", "/careers") }),
);
const days = fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined });
const amounts = fc.constantFrom(
  { atLeast: 1 },
  { atLeast: 2 },
  { atLeast: 3 },
  { atMost: 1 },
  { atLeast: 1, atMost: 2 },
);
const behaviour: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .tuple(ofEvent, days, amounts)
    .map(([of, withinDays, limits]) => ({ test: "count" as const, of, withinDays, ...limits })),
  fc.tuple(ofEvent, days, amounts).map(([of, withinDays, limits]) => ({
    test: "distinct" as const,
    of,
    by: "property" as const,
    property: "amount",
    withinDays,
    ...limits,
  })),
  fc.tuple(ofEvent, days, amounts).map(([of, withinDays, limits]) => ({
    test: "sum" as const,
    of,
    property: "amount",
    withinDays,
    ...limits,
  })),
  fc
    .tuple(fc.array(ofEvent, { minLength: 2, maxLength: 3 }), days)
    .map(([steps, withinDays]) => ({ test: "sequence" as const, steps, withinDays })),
  fc.record({ test: fc.constant("inactive" as const), days: fc.integer({ min: 1, max: 3 }) }),
);
const ofPerson: fc.Arbitrary<Condition> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      test: fc.constant("identity" as const),
      is: fc.constantFrom("known" as const, "anonymous" as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      test: fc.constant("trait" as const),
      name: fc.constant("email"),
      exists: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: behaviour },
);
const segmentTest: fc.Arbitrary<Condition> = fc.constant({ test: "segment" as const, is: "consumer" });

/** What a rule about the person may ask. */
const ofPersonOrSegment = fc.oneof({ weight: 4, arbitrary: ofPerson }, { weight: 1, arbitrary: segmentTest });

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
const decay: fc.Arbitrary<Decay | undefined> = fc.constantFrom(
  undefined,
  { curve: "half_life", halfLifeDays: 1 },
  { curve: "half_life", halfLifeDays: 4 },
  { curve: "linear", days: 3 },
  { curve: "step", days: 2 },
);
const segment = fc.constantFrom(undefined, undefined, "consumer");

/** Small models with every kind of thing in them. */
export const modelArbitrary: fc.Arbitrary<Model> = fc
  .record({
    eventRules: fc.array(
      fc.record({
        when: tree(
          fc.oneof(
            { weight: 4, arbitrary: ofEvent },
            { weight: 1, arbitrary: ofPerson },
            { weight: 1, arbitrary: segmentTest },
          ),
        ),
        points,
        cap,
        score: fc.constantFrom("x", "y"),
        group: fc.constantFrom(undefined, undefined, "g"),
        segment,
      }),
      { maxLength: 6 },
    ),
    stateRules: fc.array(
      fc.record({ while: tree(ofPersonOrSegment), points, score: fc.constantFrom("x", "y"), segment }),
      { maxLength: 2 },
    ),
    criteria: fc.array(tree(ofPersonOrSegment), { maxLength: 3 }),
    segmentIs: tree(ofPerson),
    disqualified: fc.option(tree(ofPerson), { nil: undefined }),
    expiresAfterDays: days,
    decay,
    browserMax: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
    groupMax: fc.integer({ min: 1, max: 15 }),
    groupMin: fc.integer({ min: -10, max: 0 }),
    threshold: fc.integer({ min: 1, max: 40 }),
    hysteresis: fc.integer({ min: 0, max: 10 }),
    entry: fc.option(tree(ofPerson), { nil: undefined }),
    exit: fc.option(tree(ofPersonOrSegment), { nil: undefined }),
    warmWhile: tree(ofPersonOrSegment),
    maximum: fc.integer({ min: 5, max: 60 }),
    handOff: tree(ofEvent as fc.Arbitrary<Condition>),
  })
  .map((parts) => ({
    name: "generated",
    scores: [
      { id: "x", label: "x", min: -5, max: parts.maximum, decay: parts.decay },
      { id: "y", label: "y", browserMax: parts.browserMax },
    ],
    total: { min: 0, max: 50 },
    groups: [{ id: "g", label: "g", min: parts.groupMin, max: parts.groupMax }],
    segments: [{ id: "consumer", label: "Consumer", while: parts.segmentIs }],
    ...(parts.disqualified !== undefined && {
      disqualifications: [
        { id: "no", label: "No", while: parts.disqualified, expiresAfterDays: parts.expiresAfterDays },
      ],
    }),
    rules: [
      ...parts.eventRules.map((rule, index) => ({
        ...rule,
        type: "event" as const,
        id: `e${index}`,
        label: "rule",
      })),
      ...parts.stateRules.map((rule, index) => ({
        ...rule,
        type: "state" as const,
        id: `s${index}`,
        label: "rule",
      })),
      ...(parts.criteria.length === 0
        ? []
        : [
            {
              type: "criteria" as const,
              id: "c0",
              label: "profile",
              score: "y",
              pointsEach: 3,
              criteria: parts.criteria.map((one) => ({ label: "criterion", while: one })),
            },
          ]),
    ],
    stages: [
      { id: "visitor", label: "Visitor" },
      { id: "lead", label: "Lead", entry: { test: "identity" as const, is: "known" as const } },
      { id: "warm", label: "Warm", entry: parts.warmWhile },
      {
        id: "mql",
        label: "MQL",
        threshold: { atLeast: parts.threshold, rearmBelow: parts.threshold - parts.hysteresis },
        ...(parts.entry !== undefined && { entry: parts.entry }),
        ...(parts.exit !== undefined && { exit: parts.exit }),
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
        trigger: { on: "event" as const, when: parts.handOff },
      },
    ],
  }));
