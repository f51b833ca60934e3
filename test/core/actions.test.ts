import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { compile, decide, emptyState } from "../../shared/core/index.ts";
import { ActionSchema, type Action } from "../../shared/schema/action.ts";
import type { TrackedEvent } from "../../shared/schema/event.ts";
import { lint } from "../../shared/core/lint/index.ts";
import { modelWith } from "./lint/support/model.ts";

const always: Action["when"] = { test: "identity", is: "anonymous" };
const texts = { en: { title: "Hello" }, tr: { title: "Merhaba" } };
const options = [
  { value: "replacing", label: { en: "Replacing another tool", tr: "Başka bir araç yerine" } },
  { value: "Just looking" },
];

/** What is wrong with an action: path and message. */
function problems(action: unknown): string[] {
  const { issues = [] } = v.safeParse(ActionSchema, action);
  return issues.map((issue) => `${(issue.path ?? []).map(({ key }) => key).join(".")} ${issue.message}`);
}

function shown(actions: Action[], path?: string, locale?: string, visitorId?: string) {
  const model = compile({ version: 1, id: "m", model: modelWith({ actions }) });
  const event = path === undefined ? null : ({ page: { path, kind: null } } as unknown as TrackedEvent);
  return decide(emptyState(model), model, {
    nowMs: 1_000,
    event,
    locale,
    ...(visitorId !== undefined && { visitorId }),
  });
}

describe("an action in a model", () => {
  it.each([
    [
      "a survey without options",
      { kind: "survey", texts, trait: "goal" },
      "options is missing: an action of the kind survey needs it",
    ],
    [
      "a survey without a trait",
      { kind: "survey", texts, options },
      "trait is missing: an action of the kind survey needs it",
    ],
    [
      "a survey with one option",
      { kind: "survey", texts, trait: "goal", options: [options[0]] },
      "options holds fewer than 2 options: there is nothing to choose",
    ],
    [
      "a survey with a value twice",
      { kind: "survey", texts, trait: "goal", options: [options[0], options[0]] },
      "options holds a value twice",
    ],
    [
      "a trait that is no name",
      { kind: "survey", texts, trait: "__proto__", options },
      "trait must be the name of a trait: letters, digits and _, at most 64",
    ],
    [
      "an inline action without a slot",
      { kind: "inline", texts },
      "slot is missing: an action of the kind inline needs it",
    ],
    ["a banner without words", { kind: "banner" }, "texts is missing: an action of the kind banner needs it"],
    [
      "a recommendation of nothing",
      { kind: "recommend", texts },
      "products is missing: an action of the kind recommend needs it",
    ],
    [
      "a redirect to nowhere",
      { kind: "redirect" },
      "link is missing: an action of the kind redirect needs it",
    ],
    [
      "a redirect to a script",
      { kind: "redirect", link: "javascript:alert(1)" },
      "link must be a path that begins with one /, or an https:// address without a user's name",
    ],
    [
      "a chat with words",
      { kind: "chat_open", texts },
      "texts does nothing in an action of the kind chat_open; take it out, or choose another kind",
    ],
    [
      "data for a banner",
      { kind: "banner", texts, data: { a: 1 } },
      "data does nothing in an action of the kind banner; take it out, or choose another kind",
    ],
  ])("is refused with its reason: %s", (_, action, problem) => {
    expect(problems({ id: "a", when: always, ...action })).toEqual([problem]);
  });

  it.each<[string, Partial<Action>]>([
    ["slide_in", { texts, image: "/a.webp", promoCode: "SPRING" }],
    ["survey", { texts, trait: "goal", options, slot: "side" }],
    ["chat_open", {}],
    ["recommend", { texts, products: [{ name: "Aurora", link: "/aurora" }] }],
    ["redirect", { link: "/welcome-back" }],
    ["event_only", { data: { ribbon: "gold", months: 24, isNew: true } }],
  ])("of the kind %s is taken", (kind, more) => {
    expect(problems({ id: "a", kind, when: always, ...more })).toEqual([]);
  });
});

describe("what the browser gets", () => {
  it("is a survey in one language, with the same values in all of them", () => {
    const survey = { id: "goal", kind: "survey", when: always, texts, trait: "goal", options } as const;
    expect(shown([survey as unknown as Action], "/", "tr-TR").actions).toEqual([
      {
        id: "goal",
        kind: "survey",
        language: "tr",
        title: "Merhaba",
        trait: "goal",
        options: [
          { value: "replacing", label: "Başka bir araç yerine" },
          { value: "Just looking", label: "Just looking" },
        ],
      },
    ]);
  });

  it("is never a recommendation of the page that the visitor is on", () => {
    const products = [
      { name: "Aurora", link: "https://example.com/models/aurora/?from=card" },
      { name: "Boreal", link: "/models/boreal", price: { en: "€ 1", tr: "1 €" } },
    ];
    const action: Action = { id: "more", kind: "recommend", when: always, texts, products };
    expect(shown([action], "/models/aurora", "tr").actions[0]?.products).toEqual([
      { name: "Boreal", link: "/models/boreal", price: "1 €" },
    ]);
    const single: Action = { ...action, products: products.slice(0, 1) };
    expect(shown([single], "/models/aurora").verdicts).toEqual([
      { id: "more", eligible: false, reason: "no_product" },
    ]);
    expect(shown([single]).actions).toHaveLength(1);
  });

  it("is one action at the edge of the window, one in each slot, and every event", () => {
    const of = (id: string, kind: Action["kind"], more: Partial<Action> = {}): Action => ({
      id,
      kind,
      when: always,
      ...more,
    });
    const { actions, verdicts } = shown([
      of("bar", "banner", { texts }),
      of("corner", "slide_in", { texts, priority: 1 }),
      of("chat", "chat_open"),
      of("middle", "modal", { texts }),
      of("side", "inline", { texts, slot: "side" }),
      of("side_survey", "survey", { texts, slot: "side", trait: "goal", options }),
      of("one", "event_only"),
      of("two", "event_only"),
    ]);
    expect(actions.map(({ id }) => id)).toEqual(["corner", "middle", "side", "one", "two"]);
    expect(verdicts.filter(({ reason }) => reason === "place_taken").map(({ id }) => id)).toEqual([
      "bar",
      "chat",
      "side_survey",
    ]);
  });
});

describe("a visitor who is held out", () => {
  const of = (id: string, more: Partial<Action> = {}): Action => ({
    id,
    kind: "banner",
    when: always,
    texts,
    ...more,
  });
  /** The visitor of these tests is among the 99. */
  const heldOut = { holdoutPercent: 99 };
  const shownToVisitor = (actions: Action[]) => shown(actions, undefined, undefined, "example");

  it("is not shown the action, which is named, and sees what comes next in its place", () => {
    const { actions, verdicts, withheld } = shownToVisitor([
      of("tried", { ...heldOut, priority: 1 }),
      of("next"),
    ]);
    expect(verdicts[0]).toEqual({ id: "tried", eligible: false, reason: "holdout" });
    expect(withheld).toEqual(["tried"]);
    expect(actions.map(({ id }) => id)).toEqual(["next"]);
  });

  it("misses nothing where a higher priority has the place anyhow", () => {
    const { withheld } = shownToVisitor([of("tried", heldOut), of("first", { priority: 1 })]);
    expect(withheld).toEqual([]);
  });

  it("has an id: who has none is held out of nothing", () => {
    const ids = Array.from({ length: 100 }, (_, place) => `tried_${place}`);
    const { verdicts } = shown(ids.map((id) => of(id, { ...heldOut, kind: "event_only" })));
    expect(verdicts.filter(({ reason }) => reason === "holdout")).toEqual([]);
  });
});

describe("the linter", () => {
  it("knows a trait that a survey tells", () => {
    const survey: Action = { id: "goal", kind: "survey", when: always, texts, trait: "whyHere", options };
    const asks: Action = {
      id: "asks",
      kind: "banner",
      when: { test: "trait", name: "whyHere", equals: "replacing" },
      texts,
    };
    const codes = (actions: Action[]) =>
      lint(modelWith({ actions })).filter(({ code }) => code === "unknown_trait");
    expect(codes([asks])).toHaveLength(1);
    expect(codes([asks, survey])).toEqual([]);
  });
});
