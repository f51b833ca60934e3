import { expect, it } from "vitest";
import {
  dayMs,
  decide,
  disqualifiedBy,
  foldLog,
  nextChangeAt,
  viewAt,
  type CompiledModel,
} from "../../../shared/core/index.ts";
import type { Condition, EventCondition, Test } from "../../../shared/schema/condition.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { Model } from "../../../shared/schema/model.ts";
import { at, holdsAt, modelOf, pays, paysLast, stageAfter, totalOf } from "../support/boundary.ts";

const lead: EventCondition = { test: "event", is: "lead" };
const view: EventCondition = { test: "event", is: "view" };
type TimeTest = Extract<Test, { test: "time" }>;
/** When the first of two events happens. */
const startMs = Date.UTC(2026, 10, 20, 10);
const two = (first: string, second: string, gapMs: number, properties: TrackedEvent["properties"] = {}) => [
  at(startMs, first, { properties }),
  at(startMs + gapMs, second, { properties }),
];
const ofTwo = (condition: Condition) => (gapMs: number) =>
  paysLast(condition, [
    at(startMs, "view", { properties: { form: "a", seats: 1 } }),
    at(startMs + gapMs, "lead", { properties: { form: "b", seats: 1 } }),
  ]);
const either: EventCondition = { any: [lead, view] };

const earnsOnce = (cap: NonNullable<ReturnType<typeof pays>["cap"]>) => (gapMs: number) =>
  totalOf(two("earn", "earn", gapMs), modelOf({ rules: [pays("earn", 1, { cap })] })) === 2;

const withExit: Partial<Model> = {
  stages: [
    { id: "visitor", label: "Visitor" },
    {
      id: "mql",
      label: "MQL",
      threshold: { atLeast: 1 },
      exit: { test: "trait", name: "status", equals: "closed" },
      coolDownDays: 3,
    },
  ],
};
const entersAgain = (gapMs: number) =>
  stageAfter(
    [
      at(startMs - 1),
      at(startMs, "identify", { traits: { status: "closed" } }),
      at(startMs + gapMs, "identify", { traits: { status: "open" } }),
    ],
    modelOf(withExit),
    startMs + gapMs,
  ) === "mql";

const unsubscribed: Partial<Model> = {
  disqualifications: [
    {
      id: "no",
      label: "No",
      while: { test: "trait", name: "unsubscribed", equals: true },
      expiresAfterDays: 3,
    },
  ],
};
const isDisqualified = (gapMs: number) =>
  holdsAt(
    { test: "disqualified", is: true },
    [at(startMs, "identify", { traits: { unsubscribed: true } })],
    startMs + gapMs,
    unsubscribed,
  );

const activeForThreeDays: Partial<Model> = {
  segments: [
    {
      id: "active",
      label: "Active",
      while: { test: "count", of: view, withinDays: 3, atLeast: 1 },
    },
  ],
};
const isInActive: Condition = { test: "segment", is: ["active"] };
/** Whether a rule about the person pays at a moment after a view, with nothing in between. */
const paysStill = (rule: Partial<Model["rules"][number]>) => (gapMs: number) =>
  totalOf(
    [at(startMs, "view")],
    modelOf({
      ...activeForThreeDays,
      rules: [{ id: "rule", label: "Rule", score: "x", ...rule } as Model["rules"][number]],
    }),
    startMs + gapMs,
  ) === 40;

const isHandedAgain = (gapMs: number) => {
  const model = modelOf({
    handOffs: [
      {
        id: "campaign",
        label: "Campaign",
        purpose: "marketing",
        trigger: { on: "event", when: lead },
        cap: { times: 1, withinDays: 3 },
      },
    ],
  });
  return foldLog(two("lead", "lead", gapMs), model).effects.length === 2;
};

/** Whether an action that was answered so is shown again. */
const isShown = (more: object, name: string) => (gapMs: number) => {
  const always: Condition = { test: "score", atLeast: -1000 };
  const action = { id: "asked", kind: "banner", when: always, texts: { en: { title: "Asked" } }, ...more };
  const model = modelOf({ actions: [action as NonNullable<Model["actions"]>[number]] });
  const { state } = foldLog([at(startMs, name, { properties: { promotion_id: "asked" } })], model);
  return (
    decide(state, model, { nowMs: startMs + gapMs, event: null, locale: undefined }).actions.length === 1
  );
};

it.each([
  [
    "a count within three days",
    3 * dayMs,
    ofTwo({ test: "count", of: either, withinDays: 3, atLeast: 2 }),
    [true, false, false],
  ],
  [
    "different days within three days",
    3 * dayMs,
    ofTwo({ test: "distinct", of: either, by: "name", withinDays: 3, atLeast: 2 }),
    [true, false, false],
  ],
  [
    "different values within three days",
    3 * dayMs,
    ofTwo({ test: "distinct", of: either, by: "property", property: "form", withinDays: 3, atLeast: 2 }),
    [true, false, false],
  ],
  [
    "a sum within three days",
    3 * dayMs,
    ofTwo({ test: "sum", of: either, property: "seats", withinDays: 3, atLeast: 2 }),
    [true, false, false],
  ],
  [
    "a sequence within three days",
    3 * dayMs,
    ofTwo({ test: "sequence", steps: [view, lead], withinDays: 3 }),
    [true, false, false],
  ],
  [
    "nothing for three days, asked at the next event",
    3 * dayMs,
    ofTwo({ test: "inactive", days: 3 }),
    [false, true, true],
  ],
  [
    "nothing for three days, asked meanwhile",
    3 * dayMs,
    (gapMs: number) => holdsAt({ test: "inactive", days: 3 }, [at(startMs)], startMs + gapMs),
    [false, true, true],
  ],
  [
    "a cap in three days is free again",
    3 * dayMs,
    earnsOnce({ times: 1, withinDays: 3 }),
    [false, true, true],
  ],
  [
    "a cap in a visit is free again after 30 minutes without an event",
    30 * 60_000,
    earnsOnce({ times: 1, per: "session" }),
    [false, false, true],
  ],
  [
    "a returning visit after 30 minutes",
    30 * 60_000,
    ofTwo({ test: "visit", is: "returning" }),
    [false, false, true],
  ],
  [
    "a cap in a day is free again at midnight",
    14 * 3_600_000,
    earnsOnce({ times: 1, per: "day" }),
    [false, true, true],
  ],
  [
    "points while in a segment of three days",
    3 * dayMs,
    paysStill({ type: "state", points: 40, while: isInActive }),
    [true, false, false],
  ],
  [
    "a criterion of being in a segment of three days",
    3 * dayMs,
    paysStill({ type: "criteria", pointsEach: 40, criteria: [{ label: "Active", while: isInActive }] }),
    [true, false, false],
  ],
  ["a stage opens again after a cool-down of three days", 3 * dayMs, entersAgain, [false, true, true]],
  ["a disqualification expires after three days", 3 * dayMs, isDisqualified, [true, false, false]],
  ["a hand-off once in three days", 3 * dayMs, isHandedAgain, [false, true, true]],
  [
    "an action once in three days",
    3 * dayMs,
    isShown({ cap: { times: 1, withinDays: 3 } }, "view_promotion"),
    [false, true, true],
  ],
  [
    "an action stays away for three days after it was closed",
    3 * dayMs,
    isShown({ afterDismissDays: 3 }, "promotion_dismissed"),
    [false, true, true],
  ],
  [
    "an action stays away for three days after it was followed",
    3 * dayMs,
    isShown({ afterSelectDays: 3 }, "select_promotion"),
    [false, true, true],
  ],
  [
    "an action begins",
    dayMs,
    isShown({ schedule: { from: "2026-11-21T10:00:00Z" } }, "earn"),
    [false, true, true],
  ],
  [
    "an action ends",
    dayMs,
    isShown({ schedule: { until: "2026-11-21T10:00:00Z" } }, "earn"),
    [true, false, false],
  ],
] as const)(
  "%s: a millisecond before %d ms, at it and a millisecond after",
  (_name, lengthMs, ask, expected) => {
    expect([lengthMs - 1, lengthMs, lengthMs + 1].map(ask)).toEqual(expected);
  },
);

it.each([
  ["before", { before: "2026-11-21T10:00:00Z" }, [true, false, false]],
  ["after", { after: "2026-11-21T10:00:00Z" }, [false, false, true]],
] as const)(
  "a date %s a moment: a millisecond before it, at it and a millisecond after",
  (_name, test, expected) => {
    const dates = ["2026-11-21T09:59:59.999Z", "2026-11-21T10:00:00Z", "2026-11-21T12:00:00.001+02:00"];
    const holds = (date: string) =>
      paysLast({ test: "property", name: "date", ...test }, [at(0, "lead", { properties: { date } })]);
    expect(dates.map(holds)).toEqual(expected);
  },
);

const timesOfDay: [name: string, test: Omit<TimeTest, "test">, edge: string, expected: boolean[]][] = [
  ["from 09:00", { from: "09:00" }, "2026-11-20T09:00:00Z", [false, true, true]],
  ["until 18:00", { until: "18:00" }, "2026-11-20T18:00:00Z", [true, false, false]],
  [
    "from 22:00 over midnight",
    { from: "22:00", until: "06:00" },
    "2026-11-20T22:00:00Z",
    [false, true, true],
  ],
  [
    "until 06:00 over midnight",
    { from: "22:00", until: "06:00" },
    "2026-11-20T06:00:00Z",
    [true, false, false],
  ],
  ["when a Friday begins", { weekdays: [5] }, "2026-11-20T00:00:00Z", [false, true, true]],
  ["when a Friday ends", { weekdays: [5] }, "2026-11-21T00:00:00Z", [true, false, false]],
];

it.each(timesOfDay)("%s: a millisecond before it, at it and after", (_name, test, edge, expected) => {
  const edgeMs = Date.parse(edge);
  const holds = (atMs: number) => paysLast({ test: "time", ...test }, [at(atMs)]);
  expect([edgeMs - 1, edgeMs, edgeMs + 1].map(holds)).toEqual(expected);
});

type Stage = Model["stages"][number];
const stagesThatTimeCloses: [name: string, stage: Partial<Stage>, more: Partial<Model>][] = [
  ["whose exit is three days away", { threshold: { atLeast: 1 }, exit: { test: "inactive", days: 3 } }, {}],
  [
    "whose entry counts what happened within three days",
    { entry: { test: "count", of: { test: "event", is: "earn" }, withinDays: 3, atLeast: 1 } },
    {},
  ],
  [
    "whose entry is a segment of three days",
    { entry: { test: "segment", is: "active" } },
    {
      segments: [
        {
          id: "active",
          label: "Active",
          while: { test: "count", of: { test: "event", is: "earn" }, withinDays: 3, atLeast: 1 },
        },
      ],
    },
  ],
  [
    "for the disqualified, of a disqualification that expires after three days",
    { entry: { test: "disqualified", is: true } },
    {
      disqualifications: [
        { id: "no", label: "No", while: { test: "visit", is: "first" }, expiresAfterDays: 3 },
      ],
    },
  ],
  [
    "whose exit is a score that has faded",
    { entry: { test: "visit", is: "first" }, exit: { test: "score", lessThan: 1 } },
    { rules: [pays("earn", 1, { decay: { curve: "step", days: 4 } })] },
  ],
];

it.each(stagesThatTimeCloses)("a stage %s is left with the next UTC day", (_name, stage, more) => {
  const model = modelOf({
    ...more,
    stages: [
      { id: "visitor", label: "Visitor" },
      { id: "open", label: "Open", ...stage },
    ],
  });
  const log = [at(startMs)];
  const closesMs = Date.UTC(2026, 10, 24);
  const stages = [startMs, closesMs - 1, closesMs].map((nowMs) => stageAfter(log, model, nowMs));
  expect(stages).toEqual(["open", "open", "visitor"]);
  const { state } = foldLog(log, model);
  expect(nextChangeAt(state, model, startMs)).toBe(closesMs);
  // What comes later finds it left, at that moment and not at its own.
  const { effects } = foldLog([...log, at(startMs + 30 * dayMs, "other")], model);
  expect(effects).toContainEqual(
    expect.objectContaining({ type: "stage", kind: "left", eventId: null, atMs: closesMs }),
  );
});

const disqualifiedAfter = (log: TrackedEvent[], model: CompiledModel, days: number) =>
  disqualifiedBy(viewAt(foldLog(log, model).state, model, startMs + days * dayMs));

it("a disqualification that time alone brings about expires from then on, with the UTC day", () => {
  const model = modelOf({
    disqualifications: [
      { id: "dormant", label: "Dormant", while: { test: "inactive", days: 30 }, expiresAfterDays: 10 },
    ],
  });
  const silent = [at(startMs)];
  expect([29, 30, 31, 40, 41, 400].map((days) => disqualifiedAfter(silent, model, days))).toEqual([
    null,
    "dormant",
    "dormant",
    "dormant",
    null,
    null,
  ]);
  // An e-mail that we send is no sign of life: it begins nothing anew.
  const written = [...silent, at(startMs + 35 * dayMs, "email_sent", { source: "server" })];
  expect([36, 40, 41].map((days) => disqualifiedAfter(written, model, days))).toEqual([
    "dormant",
    "dormant",
    null,
  ]);
  const back = [...written, at(startMs + 50 * dayMs)];
  expect([50, 81, 91].map((days) => disqualifiedAfter(back, model, days))).toEqual([null, "dormant", null]);
});

it("a disqualification that time has ended begins anew with what brings it about again", () => {
  const busy = { test: "count" as const, of: view, withinDays: 3, atLeast: 1 };
  const model = modelOf({
    disqualifications: [{ id: "busy", label: "Busy", while: busy, expiresAfterDays: 2 }],
  });
  const log = [at(startMs, "view"), at(startMs + 5 * dayMs, "view")];
  expect([5, 6, 7, 8].map((days) => disqualifiedAfter(log, model, days))).toEqual([
    "busy",
    "busy",
    null,
    null,
  ]);
});

it("a machine alone is in no stage, not even in one for those of whom nothing is known", () => {
  const model = modelOf({
    stages: [
      { id: "visitor", label: "Visitor" },
      { id: "unknown", label: "Unknown", entry: { test: "identity", is: "anonymous" } },
    ],
  });
  const byMachine = at(startMs, "earn", { visit: { bot: "crawler" } });
  expect(stageAfter([byMachine], model)).toBe("visitor");
  expect(stageAfter([byMachine, at(startMs + 1)], model)).toBe("unknown");
});
