import fc from "fast-check";
import * as v from "valibot";
import { expect, it } from "vitest";
import {
  checkModel,
  compile,
  foldLog,
  ModelError,
  receiptsOf,
  viewAt,
  type CompiledModel,
} from "../../../shared/core/index.ts";
import { lint } from "../../../shared/core/lint/index.ts";
import { ModelSchema, type Model } from "../../../shared/schema/model.ts";
import { packs } from "../../support/packs.ts";
import { logArbitrary, modelArbitrary } from "../support/arbitraries.ts";
import { endMs, settings } from "../support/property.ts";

function nested(levels: number): unknown {
  let condition: unknown = { test: "event", is: "page_view" };
  for (let level = 0; level < levels; level += 1) condition = { not: condition };
  return condition;
}

/** What somebody may put where something else belongs. */
const hostileValues: readonly unknown[] = [
  undefined,
  null,
  "",
  " ",
  "visitor",
  "__proto__",
  "constructor",
  "(a+)+$",
  "*a".repeat(5_000),
  "x".repeat(100_000),
  "2026-02-30",
  0,
  -0,
  1,
  -1,
  0.5,
  1e308,
  -1e308,
  2 ** 53,
  Number.NaN,
  true,
  [],
  {},
  [[]],
  JSON.parse('{"__proto__": {"test": "event", "is": "x"}}'),
  nested(1),
  nested(64),
  nested(65),
  nested(50_000),
  { all: [] },
  { any: Array.from({ length: 5_000 }, (_, index) => ({ test: "event", is: `e${index}` })) },
  Array.from({ length: 10_001 }, () => null),
];

/** Every place in some JSON, as the object or list that holds it and its key. */
function placesIn(json: object): [holder: Record<string, unknown>, key: string][] {
  return Object.entries(json).flatMap(([key, value]) => [
    [json as Record<string, unknown>, key] as [Record<string, unknown>, string],
    ...(typeof value === "object" && value !== null ? placesIn(value) : []),
  ]);
}

/** Keys whose values fit one another's shape, though not their meaning. */
const alike = [
  ["when", "while", "entry"],
  ["id", "score", "segment", "group", "stage"],
  ["points", "pointsEach"],
];

interface Change {
  place: number;
  /** What is put there; null for what lies at another place of the same kind. */
  value: { hostile: unknown } | null;
  from: number;
  key: string | null;
}

/** A copy with something put in the place of something, or under a key of its own. */
function changed(model: Model, changes: readonly Change[]): unknown {
  const copy = JSON.parse(JSON.stringify(model)) as object;
  const places = placesIn(copy);
  for (const { place, value, from, key } of changes) {
    const [holder, known] = places[place % places.length] ?? [{}, ""];
    const family = alike.find((keys) => keys.includes(known)) ?? [known];
    const relatives = places.filter(([, name]) => family.includes(name));
    const [other, name] = relatives[from % relatives.length] ?? [{}, ""];
    Object.defineProperty(holder, key ?? known, {
      value: value === null ? JSON.parse(JSON.stringify(other[name] ?? null)) : value.hostile,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
}

const change: fc.Arbitrary<Change> = fc.record({
  place: fc.nat(),
  value: fc.option(fc.record({ hostile: fc.constantFrom(...hostileValues) }), { freq: 1 }),
  from: fc.nat(),
  key: fc.oneof(
    { weight: 19, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "regex", "all", "test") },
  ),
});
const source = fc.oneof(
  { weight: 4, arbitrary: modelArbitrary },
  { weight: 1, arbitrary: fc.constantFrom(...packs.map(({ model }) => model)) },
);

/** Says where and what, in words and with no value that only a program understands. */
function isClear(path: string, message: string): boolean {
  return message.length > 5 && !/undefined|NaN|\[object/.test(`${path} ${message}`);
}

function compileOrRefuse(model: Model): CompiledModel | null {
  try {
    return compile({ version: 1, id: "hostile", model });
  } catch (error) {
    if (error instanceof ModelError && error.problems.every(({ path, message }) => isClear(path, message)))
      return null;
    throw error;
  }
}

it("two thousand models, most of them spoilt, compile and score, or are refused with a place and a reason", () => {
  const outcomes = { scored: 0, "refused by the schema": 0, "refused by the check": 0 };
  fc.assert(
    fc.property(source, fc.array(change, { maxLength: 3 }), logArbitrary, (whole, changes, log) => {
      const parsed = v.safeParse(ModelSchema, changed(whole, changes));
      if (!parsed.success) {
        outcomes["refused by the schema"] += 1;
        for (const issue of parsed.issues) {
          expect(issue.path?.length ?? 0).toBeGreaterThan(0);
          expect(issue.message.length).toBeGreaterThan(5);
        }
        return;
      }
      // The linter speaks of every model that has the shape of one.
      for (const { path, message } of lint(parsed.output)) expect(isClear(path, message)).toBe(true);
      const model = compileOrRefuse(parsed.output);
      expect(model === null).toBe(checkModel(parsed.output).length > 0);
      if (model === null) {
        outcomes["refused by the check"] += 1;
        return;
      }
      outcomes.scored += 1;
      const { state, effects } = foldLog(log, model);
      const { total } = viewAt(state, model, endMs).read();
      expect(Number.isSafeInteger(total)).toBe(true);
      const receipts = receiptsOf(effects, state, model, endMs);
      // A stage may fade before the receipts are read; the account is of the state as it was folded.
      expect(receipts.reduce((sum, { points }) => sum + points, 0)).toBe(total);
    }),
    { ...settings, numRuns: Math.max(2_000, settings.numRuns ?? 0) },
  );
  console.log("hostile models:", outcomes);
  for (const count of Object.values(outcomes)) expect(count).toBeGreaterThan(20);
});
