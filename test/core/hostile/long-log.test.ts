import { describe, expect, it } from "vitest";
import { foldLog } from "../../../shared/core/index.ts";
import type { EventCondition } from "../../../shared/schema/condition.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import { modelOf, pays } from "../support/boundary.ts";
import { growth } from "../support/growth.ts";

const earn: EventCondition = { test: "event", is: "earn" };

/** So many events, a minute apart. */
function logOf(size: number): TrackedEvent[] {
  return Array.from({ length: size }, (_, index) => ({
    messageId: `m${String(index).padStart(8, "0")}`,
    type: "track",
    name: "earn",
    atMs: index * 60_000,
    source: "browser",
    properties: { value: index % 7, id: index },
  }));
}

describe("a log of a million events", () => {
  it("is folded to the last event, in a time that follows its length", () => {
    const model = modelOf();
    let folded = 0;
    const fold = (size: number) => {
      const log = logOf(size);
      return () => {
        folded = Math.max(folded, foldLog(log, model).state.events);
      };
    };
    expect(growth(125_000, fold)).toBeLessThan(1);
    expect(folded).toBe(1_000_000);
  });
});

describe("a long log under a model that remembers", () => {
  it.each([
    ["a cap", modelOf({ rules: [pays("earn", 1, { cap: { times: 100, withinDays: 30 } })] })],
    [
      "points that fade",
      modelOf({ rules: [pays("earn", 1, { decay: { curve: "half_life", halfLifeDays: 30 } })] }),
    ],
    [
      "a count",
      modelOf({
        rules: [pays("earn", 1, { when: { test: "count", of: earn, withinDays: 1, atLeast: 100 } })],
      }),
    ],
    [
      "different values",
      modelOf({
        rules: [
          pays("earn", 1, {
            when: {
              test: "distinct",
              of: earn,
              by: "property",
              property: "value",
              withinDays: 30,
              atLeast: 3,
            },
          }),
        ],
      }),
    ],
    [
      "a count up to very many",
      modelOf({
        rules: [pays("earn", 1, { when: { test: "count", of: earn, withinDays: 365, atLeast: 1_000_000 } })],
      }),
    ],
    [
      "very many different values",
      modelOf({
        rules: [
          pays("earn", 1, {
            when: {
              test: "distinct",
              of: earn,
              by: "property",
              property: "id",
              withinDays: 365,
              atLeast: 1_000_000,
            },
          }),
        ],
      }),
    ],
    [
      "a sum",
      modelOf({
        rules: [
          pays("earn", 1, {
            when: { test: "sum", of: earn, property: "value", withinDays: 365, atLeast: 1_000_000 },
          }),
        ],
      }),
    ],
    [
      "a cap of very many",
      modelOf({ rules: [pays("earn", 1, { cap: { times: 1_000_000, withinDays: 365 } })] }),
    ],
    [
      "a sequence",
      modelOf({
        rules: [pays("earn", 1, { when: { test: "sequence", steps: [earn, earn, earn], withinDays: 1 } })],
      }),
    ],
  ])("with %s is folded in a time that follows its length", (_name, model) => {
    const fold = (size: number) => {
      const log = logOf(size);
      return () => foldLog(log, model);
    };
    expect(growth(5_000, fold)).toBeLessThan(1);
  });
});
