import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { checkModel, compile, foldLog } from "../../../shared/core/index.ts";
import { matchGlob } from "../../../shared/core/glob.ts";
import { nearMiss } from "../../../shared/core/lint/names/near-miss.ts";
import type { Condition } from "../../../shared/schema/condition.ts";
import { ModelSchema, type Model } from "../../../shared/schema/model.ts";
import { at, modelOf, pays } from "../support/boundary.ts";
import { growth } from "../support/growth.ts";

const listOf = <T>(size: number, item: (index: number) => T) =>
  Array.from({ length: size }, (_, index) => item(index));
const modelWith = (rules: Model["rules"]): Model => ({
  name: "hostile",
  scores: [{ id: "x", label: "x" }],
  stages: [{ id: "visitor", label: "Visitor" }],
  rules,
});
const rulesOf = (size: number, when: (index: number) => Condition) =>
  modelWith(listOf(size, (index) => pays(`r${index}`, 1, { when: when(index) })));
const oneRule = (when: Condition) => modelWith([pays("r", 1, { when })]);
const takeIn = (model: Model) => () => {
  expect(v.safeParse(ModelSchema, model).success).toBe(true);
  expect(checkModel(model)).toEqual([]);
  return compile({ version: 1, id: "hostile", model });
};

/** Rules that have as much in common as rules can, so that an index tells them apart late or not at all. */
const manyRules: [kind: string, when: (index: number) => Condition][] = [
  ["of one event", () => ({ test: "event", is: "earn" })],
  ["of any event", () => ({ not: { test: "event", is: "other" } })],
  ["of a path each", (index) => ({ test: "path", equals: `/p/${index}` })],
  ["of a prefix each", (index) => ({ test: "path", prefix: `/p/${"q".repeat(index % 50)}` })],
  ["of a glob each", (index) => ({ test: "path", glob: `/**/${index}/*` })],
  [
    "of ranges that overlap",
    (index) => ({ test: "property", name: "value", atLeast: index % 100, atMost: 10_000 - index }),
  ],
  [
    "of values that are listed",
    (index) => ({ test: "property", name: "value", in: listOf(10, (more) => index + more) }),
  ],
  [
    "of any of several things",
    (index) => ({
      any: [
        { test: "property", name: "a", equals: index },
        { test: "property", name: "b", atLeast: index },
        { test: "page_kind", is: "pricing" },
      ],
    }),
  ],
  ["of a behaviour each", (index) => ({ test: "count", of: { test: "event", is: `e${index}` }, atLeast: 2 })],
];

describe.each(manyRules)("ten thousand rules %s", (_kind, when) => {
  it("are read, checked and compiled in a time that follows their number", () => {
    expect(growth(1_250, (size) => takeIn(rulesOf(size, when)))).toBeLessThan(1);
  });

  it("are asked in a time that follows their number", () => {
    const event = at(0, "earn", {
      properties: { value: 50, a: 7, b: 50 },
      page: { path: "/p/7", kind: "pricing" },
    });
    const log = listOf(20, (index) => ({ ...event, messageId: `m${100 + index}` }));
    const ask = (size: number) => {
      const model = takeIn(rulesOf(size, when))();
      return () => foldLog(log, model);
    };
    expect(growth(1_250, ask)).toBeLessThan(1);
  });
});

const wideConditions: [kind: string, condition: (size: number) => Condition][] = [
  [
    "all",
    (size) => ({ all: listOf(size, (index) => ({ test: "property", name: "value", moreThan: -index - 1 })) }),
  ],
  [
    "any",
    (size) => ({ any: listOf(size, (index) => ({ test: "property", name: "value", equals: `v${index}` })) }),
  ],
  [
    "not any",
    (size) => ({ not: { any: listOf(size, (index) => ({ test: "path", equals: `/p/${index}` })) } }),
  ],
  ["in", (size) => ({ test: "property", name: "value", in: listOf(size, (index) => index) })],
  ["event is", (size) => ({ test: "event", is: listOf(size, (index) => `e${index}`) })],
  [
    "all of any",
    (size) => ({
      all: listOf(size / 10, () => ({
        any: listOf(10, (index) => ({ test: "property", name: "value", equals: index })),
      })),
    }),
  ],
];

it.each(wideConditions)(
  "one condition as wide as ten thousand, %s, takes a time that follows its width",
  (_kind, condition) => {
    const log = listOf(20, (index) => at(index, "earn", { properties: { value: 1 }, page: { path: "/p" } }));
    const whole = (size: number) => {
      const take = takeIn(oneRule(condition(size)));
      return () => foldLog(log, take());
    };
    expect(growth(1_250, whole)).toBeLessThan(1);
  },
);

/** Patterns that make matchers which turn back do so as often as they can. */
const hostileGlobs: [name: string, glob: (size: number) => string, path: (size: number) => string][] = [
  ["a star for each letter", (size) => "*a".repeat(size), (size) => `${"a".repeat(size)}b`],
  ["two stars for each letter", (size) => "**a".repeat(size), (size) => `${"a".repeat(size)}b`],
  [
    "one star after two, and a slash in the way",
    (size) => `**a*${"a".repeat(size)}b`,
    (size) => `${"a".repeat(size)}/c`,
  ],
];

describe.each(hostileGlobs)("a glob of %s", (_name, glob, path) => {
  it("takes a time that follows the length of the path", () => {
    const pattern = glob(16);
    expect(growth(4_000, (size) => () => matchGlob(pattern, path(size)))).toBeLessThan(1);
  });

  it("takes a time that follows its own length", () => {
    const text = path(16);
    expect(growth(20_000, (size) => () => matchGlob(glob(size), text))).toBeLessThan(1);
  });
});

it("a name is looked for among the known ones in a time that follows its length", () => {
  const find = nearMiss(["generate_lead", "add_to_cart"]);
  expect(growth(900, (size) => () => find("ab".repeat(size)))).toBeLessThan(1);
});

it("long texts are compared in a time that follows their length", () => {
  const model = modelOf({
    rules: [pays("r", 1, { when: { test: "property", name: "text", contains: `${"a".repeat(100)}b` } })],
  });
  const ask = (size: number) => {
    const log = [at(0, "earn", { properties: { text: "á".repeat(size) } })];
    return () => foldLog(log, model);
  };
  expect(growth(20_000, ask)).toBeLessThan(1);
});
