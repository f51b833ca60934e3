import { describe, expect, it } from "vitest";
import { ruleNeverPays } from "../../../shared/core/lint/rules/rule-never-pays.ts";
import { conditionNeverTrue } from "../../../shared/core/lint/rules/condition-never-true.ts";
import { keyOf } from "../../../shared/core/lint/condition/normal-form.ts";
import { lint } from "../../../shared/core/lint/index.ts";
import type { Condition, EventCondition } from "../../../shared/schema/condition.ts";
import { banner, modelWith, ruleOf } from "./support/model.ts";

const lead: EventCondition = { test: "event", is: "generate_lead" };
const view: EventCondition = { test: "event", is: "page_view" };
const trait = (more: object): Condition => ({ test: "trait", name: "employees", ...more });
const property = (more: object): Condition => ({ test: "property", name: "model", ...more });
const count = (more: object, of: EventCondition = lead): Condition => ({ test: "count", of, ...more });

function why(when: Condition): string | undefined {
  return ruleNeverPays.check(ruleOf(when))[0]?.message;
}

describe("a condition that can never hold", () => {
  it("says which two demands exclude each other", () => {
    expect(why({ all: [lead, view] })).toBe(
      'rule "one" can never pay: the event\'s name would have to be "generate_lead", and "page_view" at once',
    );
    expect(why(trait({ atLeast: 50, lessThan: 10 }))).toContain(
      'the trait "employees" would have to be at least 50, and less than 10 at once',
    );
    expect(why(property({ equals: "Aurora", exists: false }))).toContain(
      'the property "model" would have to be missing, and "aurora" at once',
    );
  });

  it.each<[string, Condition]>([
    ["two events", { all: [{ any: [lead, view] }, { test: "event", is: "purchase" }] }],
    [
      "an event and its opposite, deep inside",
      { all: [lead, { not: { any: [view, { not: { not: lead } }] } }] },
    ],
    [
      "two kinds of page",
      {
        all: [
          { test: "page_kind", is: "cart" },
          { test: "page_kind", is: "demo" },
        ],
      },
    ],
    [
      "two sources",
      {
        all: [
          { test: "source", is: "browser" },
          { test: "source", is: "server" },
        ],
      },
    ],
    [
      "an event that only servers tell, from a browser",
      {
        all: [
          { test: "event", is: "email_opened" },
          { test: "source", is: "browser" },
        ],
      },
    ],
    ["more than 10 and no more than 10", trait({ moreThan: 10, atMost: 10 })],
    ["a range in two tests", { all: [trait({ atLeast: 10 }), trait({ atMost: 9.5 })] }],
    ["a list outside a range", trait({ in: [1, 2], atLeast: 3 })],
    ["a text that is to be a number", trait({ equals: "50", atLeast: 10 })],
    ["a value that lacks what it must contain", trait({ equals: "blue", contains: "red" })],
    ["after and before the wrong way round", trait({ after: "2026-05-01", before: "2026-05-01T00:00:00Z" })],
    ["what is there and is not there", { all: [trait({ exists: true }), trait({ exists: false })] }],
    [
      "an anonymous visitor with an e-mail address",
      {
        all: [
          { test: "identity", is: "anonymous" },
          { test: "trait", name: "email", in: ["ada@example.com", "bo@example.com"] },
        ],
      },
    ],
    [
      "an anonymous visitor with a phone number",
      {
        all: [
          { test: "identity", is: "anonymous" },
          { test: "trait", name: "phone", equals: "+90 532 000 00 00" },
        ],
      },
    ],
    ["from a time of day until the same", { test: "time", from: "09:00", until: "09:00" }],
    ["until the beginning of the day", { test: "time", until: "00:00" }],
    [
      "two paths",
      {
        all: [
          { test: "path", prefix: "/a" },
          { test: "path", prefix: "/b" },
        ],
      },
    ],
    ["a path outside its glob", { test: "path", equals: "/models/x/y", glob: "/models/*" }],
    ["a device that is none", { test: "device", field: "type", equals: "phone" }],
    ["a class of referrer that is none", { test: "referrer", is: "facebook" }],
    [
      "all three answers about consent denied",
      {
        all: (["granted", "denied", "unknown"] as const).map((is) => ({
          not: { test: "consent" as const, is },
        })),
      },
    ],
    [
      "a first and a returning visit",
      { all: [{ test: "visit", is: "first" }, { not: { not: { test: "visit", is: "returning" } } }] },
    ],
    [
      "no weekday",
      {
        all: [
          { test: "time", weekdays: [1, 2] },
          { test: "time", weekdays: [6, 7] },
        ],
      },
    ],
    [
      "too long away and not",
      { all: [{ test: "inactive", days: 30 }, { not: { test: "inactive", days: 7 } }] },
    ],
    [
      "in a segment and not",
      { all: [{ test: "segment", is: "a" }, { not: { test: "segment", is: ["a", "b"] } }] },
    ],
    ["at least three and at most two", count({ atLeast: 3, atMost: 2 })],
    ["between 2 and 3 of what is counted whole", count({ atLeast: 2.2, atMost: 2.8 })],
    ["a count below 0", count({ atMost: -1 })],
    ["two counts of the same", { all: [count({ atLeast: 3 }), count({ atMost: 2 })] }],
    ["a count of what cannot be", count({ atLeast: 1 }, { all: [lead, view] })],
    ["a sequence with a step that cannot be", { test: "sequence", steps: [lead, { all: [lead, view] }] }],
    [
      "more touchpoints than there are",
      { test: "distinct", of: { not: view }, by: "touchpoint", atLeast: 8 },
    ],
    [
      "more names than are asked for",
      { test: "distinct", of: { any: [lead, view] }, by: "name", atLeast: 3 },
    ],
  ])("is found: %s", (_, condition) => {
    expect(why(condition)).toBeDefined();
  });

  it.each<[string, Condition]>([
    [
      "one of two events, one of which remains",
      { all: [{ test: "event", is: ["generate_lead", "purchase"] }, lead] },
    ],
    ["exactly 10", trait({ atLeast: 10, atMost: 10 })],
    ["the empty text, which is no value", trait({ equals: "", exists: false })],
    ["below 5 or above 10", { any: [trait({ lessThan: 5 }), trait({ moreThan: 10 })] }],
    ["not at least 10, and at least 5", { all: [{ not: trait({ atLeast: 10 }) }, trait({ atLeast: 5 })] }],
    [
      "neither at least 5 nor at most 5: a text is neither",
      { all: [{ not: trait({ atLeast: 5 }) }, { not: trait({ atMost: 5 }) }] },
    ],
    ["not (big and red)", { all: [{ not: trait({ atLeast: 5, equals: 7 }) }, trait({ equals: 7 })] }],
    ["a list that contains two things", { all: [trait({ contains: "red" }), trait({ contains: "blue" })] }],
    ["equal without regard to case", { all: [property({ equals: "AURORA" }), property({ in: ["aurora"] })] }],
    [
      "a prefix with its slash",
      {
        all: [
          { test: "path", equals: "/models" },
          { test: "path", prefix: "/models/" },
        ],
      },
    ],
    [
      "a prefix inside another",
      {
        all: [
          { test: "path", prefix: "/models" },
          { test: "path", prefix: "/models/a" },
        ],
      },
    ],
    [
      "an anonymous visitor with an empty e-mail address",
      {
        all: [
          { test: "identity", is: "anonymous" },
          { test: "trait", name: "email", equals: "" },
        ],
      },
    ],
    ...[
      { name: "email", exists: true },
      { name: "email", in: ["ada@example.com", "none"] },
      { name: "email", contains: "@" },
      { name: "phone", equals: "12 34" },
      { name: "phone", atLeast: 5_320_000 },
    ].map((more): [string, Condition] => [
      `an anonymous visitor with what may be no ${more.name}: ${JSON.stringify(more)}`,
      {
        all: [
          { test: "identity", is: "anonymous" },
          { test: "trait", ...more },
        ],
      },
    ]),
    ["over midnight", { test: "time", from: "22:00", until: "06:00" }],
    ["at any other time", { not: { test: "time", from: "09:00", until: "09:00" } }],
    ["no count of what cannot be", count({ atMost: 0 }, { all: [lead, view] })],
    ["counts in different windows", { all: [count({ atLeast: 3 }), count({ atMost: 2, withinDays: 7 })] }],
    ["counts of different events", { all: [count({ atLeast: 3 }), count({ atMost: 2 }, view)] }],
    [
      "in two segments at once",
      {
        all: [
          { test: "segment", is: "a" },
          { test: "segment", is: "b" },
        ],
      },
    ],
    ["an event now and another one before", { all: [lead, count({ atLeast: 1 }, view)] }],
  ])("is not what is possible: %s", (_, condition) => {
    expect(why(condition)).toBeUndefined();
  });

  it("is found in scores and stages by what the model says of them", () => {
    const never = (when: Condition) =>
      conditionNeverTrue.check(modelWith({ actions: [banner("one", when)] }))[0]?.message;
    expect(never({ test: "score", atLeast: 101 })).toContain(
      "the total would have to be at least 0 and at most 100, and at least 101 at once",
    );
    expect(never({ test: "score", of: "intent", atLeast: 1_000_000 })).toBeUndefined();
    expect(never({ test: "score", of: "intent", lessThan: 0 })).toBeDefined();
    expect(never({ test: "score", atLeast: 20, lessThan: 20 })).toBeDefined();
    expect(never({ test: "score", atLeast: 20, lessThan: 21 })).toBeUndefined();
    expect(never({ test: "stage", is: "visitor", atLeast: "mql" })).toContain(
      'the stage would have to be at least "mql", and "visitor" at once',
    );
    expect(never({ test: "stage", is: "mql", atLeast: "visitor" })).toBeUndefined();
  });
});

describe("a nested condition", () => {
  const nested = (depth: number, inner: Condition): Condition =>
    Array.from({ length: depth }).reduce<Condition>(
      (condition, _, index) =>
        index % 3 === 0
          ? { not: condition }
          : index % 3 === 1
            ? { all: [condition, lead] }
            : { any: [condition, view] },
      inner,
    );

  it("is followed 64 levels deep, and a thousand", () => {
    for (const depth of [64, 1000]) expect(() => lint(ruleOf(nested(depth, lead)))).not.toThrow();
  });

  it("contradicts itself at any depth", () => {
    const deep = Array.from({ length: 64 }).reduce<Condition>(
      (condition) => ({ not: { not: { all: [condition] } } }),
      view,
    );
    expect(why({ all: [lead, deep] })).toBeDefined();
    expect(ruleNeverPays.check(ruleOf({ all: [lead, { any: [{ all: [view] }] }] }))[0]?.path).toMatch(
      /^rules\[0\]\.when\.all\[\d\]/,
    );
  });
});

describe("two conditions", () => {
  it("are the same in another order, doubled, or in brackets that change nothing", () => {
    const same: Condition[] = [
      { all: [lead, trait({ in: [1, 2] })] },
      { all: [trait({ in: [2, 1, 1] }), { test: "event", is: ["generate_lead"] }] },
      { all: [{ all: [lead] }, { not: { not: trait({ in: [1, 2] }) } }, lead] },
    ];
    expect(new Set(same.map(keyOf)).size).toBe(1);
  });

  it("differ by any, by not, and by the order of a sequence", () => {
    const different: Condition[] = [
      { all: [lead, view] },
      { any: [lead, view] },
      { not: { all: [lead, view] } },
      { test: "sequence", steps: [lead, view] },
      { test: "sequence", steps: [view, lead] },
    ];
    expect(new Set(different.map(keyOf)).size).toBe(different.length);
  });
});
