import { describe, expect, it } from "vitest";
import { shadowedAction } from "../../../shared/core/lint/rules/shadowed-action.ts";
import type { Action } from "../../../shared/schema/action.ts";
import type { Condition } from "../../../shared/schema/condition.ts";
import { banner, modelWith } from "./support/model.ts";

const known: Condition = { test: "identity", is: "known" };
const pricing: Condition = { test: "page_kind", is: "pricing" };
const stays = { afterDismissDays: 0, afterSelectDays: 0 };

function found(actions: Action[]): string[] {
  return shadowedAction.check(modelWith({ actions })).map(({ path, severity }) => `${severity} ${path}`);
}

describe("an action behind another one", () => {
  it("is never shown when the one before it never goes away", () => {
    expect(found([banner("first", known, stays), banner("second", { all: [pricing, known] })])).toEqual([
      "warning actions[1]",
    ]);
  });

  it("has its turn after the one before it was closed or followed, which is a hint", () => {
    expect(found([banner("first", known), banner("second", known)])).toEqual(["hint actions[1]"]);
    expect(
      found([banner("first", known, { ...stays, afterDismissDays: 7 }), banner("second", known)]),
    ).toEqual(["hint actions[1]"]);
  });

  it("is judged by priority first and by the model's order among equals", () => {
    expect(found([banner("first", known), banner("second", known, { priority: 1 })])).toEqual([
      "hint actions[0]",
    ]);
    expect(
      found([banner("first", known), banner("second", known), banner("third", known, { priority: -1 })]),
    ).toEqual(["hint actions[1]", "hint actions[2]"]);
  });

  it("is not behind one that is narrower, elsewhere, capped, scheduled or held out", () => {
    expect(found([banner("first", { all: [known, pricing] }, stays), banner("second", known)])).toEqual([]);
    expect(
      found([
        banner("first", known, { kind: "inline", slot: "a" }),
        banner("second", known, { kind: "inline", slot: "b" }),
      ]),
    ).toEqual([]);
    for (const limit of [
      { cap: { times: 1 } },
      { schedule: { until: "2027-01-01" } },
      { holdoutPercent: 50 },
    ]) {
      expect(found([banner("first", known, { ...stays, ...limit }), banner("second", known)])).toEqual([]);
    }
  });

  it("has its turn with the disqualified when only it asks about them", () => {
    const out: Condition = { test: "disqualified", is: true };
    expect(found([banner("first", known, stays), banner("second", { all: [known, out] })])).toEqual([]);
    expect(
      found([banner("first", { all: [known, out] }, stays), banner("second", { all: [known, out] })]),
    ).toEqual(["warning actions[1]"]);
  });
});
