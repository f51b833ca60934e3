import { describe, expect, it } from "vitest";
import { compile, decide, foldLog } from "../../../shared/core/index.ts";
import { shadowedAction } from "../../../shared/core/lint/rules/shadowed-action.ts";
import type { Action } from "../../../shared/schema/action.ts";
import type { Condition } from "../../../shared/schema/condition.ts";
import type { Model } from "../../../shared/schema/model.ts";
import { at } from "../support/boundary.ts";
import { banner, modelWith } from "./support/model.ts";

const known: Condition = { test: "identity", is: "known" };
const pricing: Condition = { test: "page_kind", is: "pricing" };
const stays = { afterDismissDays: 0, afterSelectDays: 0 };

function found(actions: Action[], more: Partial<Model> = {}): string[] {
  const findings = shadowedAction.check(modelWith({ actions, ...more }));
  return findings.map(({ path, severity }) => `${severity} ${path}`);
}

/** What somebody known is shown on a page after the action "first" was seen once. */
function shownOn(actions: Action[], path: string, more: Partial<Model> = {}): string[] {
  const model = compile({ version: 1, id: "shadow", model: modelWith({ actions, ...more }) });
  const { state } = foldLog(
    [
      at(0, "identify", { traits: { email: "ada@example.com" } }),
      at(1, "view_promotion", { properties: { promotion_id: "first" } }),
      at(2, "page_view", { page: { path } }),
    ],
    model,
  );
  return decide(state, model, { nowMs: 3, event: null, locale: undefined }).actions.map(({ id }) => id);
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

  it("is not behind one that has nothing to show on the page of its only product", () => {
    const product = { name: { en: "Aurora" }, link: "https://example.com/aurora" };
    const first: Action = { id: "first", kind: "recommend", when: known, products: [product], ...stays };
    const second = banner("second", known);
    expect(found([first, second])).toEqual([]);
    expect(shownOn([first, second], "/aurora/")).toEqual(["second"]);
  });

  it("is not behind one of another kind that a cap of the kind keeps away", () => {
    const frequency: Model["frequency"] = { perKind: { slide_in: { times: 1 } } };
    const first = banner("first", known, { ...stays, kind: "slide_in" });
    const second = banner("second", known);
    expect(found([first, second], { frequency })).toEqual([]);
    expect(shownOn([first, second], "/", { frequency })).toEqual(["second"]);
    // The cap of its own kind keeps both away.
    expect(found([first, { ...second, kind: "slide_in" }], { frequency })).toEqual(["warning actions[1]"]);
    expect(found([second, first], { frequency })).toEqual(["hint actions[1]"]);
  });

  it("has its turn with the disqualified when only it asks about them", () => {
    const out: Condition = { test: "disqualified", is: true };
    expect(found([banner("first", known, stays), banner("second", { all: [known, out] })])).toEqual([]);
    expect(
      found([banner("first", { all: [known, out] }, stays), banner("second", { all: [known, out] })]),
    ).toEqual(["warning actions[1]"]);
  });
});
