import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { checkModel, compile, foldLog, readScores } from "../../../shared/core/index.ts";
import type { Condition } from "../../../shared/schema/condition.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import { ModelSchema, type Model } from "../../../shared/schema/model.ts";

const base: Model = {
  name: "hostile",
  scores: [{ id: "x", label: "x" }],
  rules: [],
  stages: [{ id: "visitor", label: "Visitor" }],
};
const rule = (id: string, when: Condition): Model["rules"][number] => ({
  id,
  type: "event",
  label: id,
  score: "x",
  points: 1,
  when,
});
const view = (index: number, path = "/"): TrackedEvent => ({
  messageId: `m${String(index).padStart(8, "0")}`,
  type: "page",
  name: "page_view",
  atMs: index,
  source: "browser",
  properties: {},
  page: { path },
});

describe("a hostile model", () => {
  it("of 10,000 rules compiles, and an event costs what it meets", () => {
    const rules = Array.from({ length: 10_000 }, (_, index) =>
      rule(`r${index}`, {
        all: [
          { test: "event", is: "page_view" },
          { test: "path", equals: `/p${index}` },
        ],
      }),
    );
    const model = compile({ version: 1, id: "h", model: { ...base, rules } });
    const { effects } = foldLog([view(1, "/p77"), view(2, "/p9999"), view(3, "/none")], model);
    expect(effects.map((effect) => effect.type === "award" && effect.rule)).toEqual([77, 9999]);
  });

  it("with a range that ends before it begins is never met, and does no harm", () => {
    const never = { test: "property" as const, name: "amount", atLeast: 5, atMost: 3 };
    const model = compile({ version: 1, id: "h", model: { ...base, rules: [rule("never", never)] } });
    expect(foldLog([{ ...view(1), properties: { amount: 4 } }], model).effects).toEqual([]);
  });

  it("of 10,001 rules is refused by its schema, and says so", () => {
    const rules = Array.from({ length: 10_001 }, (_, index) => rule(`r${index}`, { test: "event", is: "x" }));
    const parsed = v.safeParse(ModelSchema, { ...base, rules });
    expect(parsed.success).toBe(false);
  });

  it("with conditions 64 deep is checked, compiled and asked", () => {
    let deep: Condition = { test: "event", is: "page_view" };
    for (let level = 0; level < 64; level += 1) {
      deep = [{ not: deep }, { all: [deep] }, { not: deep }, { any: [deep] }][level % 4] ?? deep;
    }
    const source = { ...base, rules: [rule("deep", deep)] };
    expect(v.safeParse(ModelSchema, source).success).toBe(true);
    expect(checkModel(source)).toEqual([]);
    const model = compile({ version: 1, id: "h", model: source });
    expect(readScores(foldLog([view(1)], model).state, model, 2).total).toBe(1);
  });

  it.each([65, 10_000, 100_000])("with conditions %d deep is refused, and says so", (levels) => {
    let deep: Condition = { test: "event", is: "page_view" };
    for (let level = 0; level < levels; level += 1) deep = { not: deep };
    const parsed = v.safeParse(ModelSchema, { ...base, rules: [rule("deep", deep)] });
    expect(parsed.issues?.map(({ message }) => message)).toEqual([
      "is nested more than 64 levels deep; say it in several rules, or with fewer levels",
    ]);
  });

  it("with a glob of 10,000 characters is refused; one of 2,048 that runs away takes no longer than its lengths say", () => {
    const glob = (length: number) => ({
      ...base,
      rules: [rule("g", { test: "path", glob: "*a".repeat(length / 2) })],
    });
    expect(v.safeParse(ModelSchema, glob(10_000)).success).toBe(false);
    const model = compile({ version: 1, id: "h", model: glob(2_048) });
    const { effects } = foldLog([view(1, `/${"a".repeat(2_046)}b`)], model);
    expect(effects).toEqual([]);
  });

  it.each([
    ["an empty all", { all: [] }, "must not be empty"],
    ["an empty any", { any: [] }, "must not be empty"],
    ["an unknown test", { test: "eval", code: "1" }, "test"],
    ["a regular expression", { test: "path", regex: "^(a+)+$" }, "regex"],
    ["a function's text", "() => true", "Invalid"],
    ["a prototype", JSON.parse('{"__proto__":{"test":"event","is":"x"}}'), "test"],
  ])("with %s for a condition is refused with words", (_name, when, says) => {
    const parsed = v.safeParse(ModelSchema, { ...base, rules: [rule("bad", when as Condition)] });
    expect(parsed.success).toBe(false);
    expect(
      JSON.stringify(parsed.issues?.map(({ message, path }) => [message, path?.map(({ key }) => key)])),
    ).toContain(says);
  });
});
