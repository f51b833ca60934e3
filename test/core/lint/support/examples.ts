import type { Condition } from "../../../../shared/schema/condition.ts";
import type { Model } from "../../../../shared/schema/model.ts";
import { banner, bandsRule, eventRule, modelWith, ruleOf, stateRule } from "./model.ts";

const lead: Condition = { test: "event", is: "generate_lead" };
const view: Condition = { test: "event", is: "page_view" };
const granted: Condition = { test: "consent", is: "granted" };
const known: Condition = { test: "identity", is: "known" };
const sales = {
  id: "sales",
  label: "Sales",
  purpose: "sales",
  trigger: { on: "stage", stage: "mql" },
} as const;
const [visitor, mql] = modelWith().stages as [Model["stages"][number], Model["stages"][number]];

/** For each lint rule models in which it finds something, and models much like them in which it does not. */
export const examples: Readonly<Record<string, { bad: readonly Model[]; good: readonly Model[] }>> = {
  invalid_reference: {
    bad: [modelWith({ rules: [eventRule("one", lead, { score: "nowhere" })] })],
    good: [modelWith()],
  },
  rule_never_pays: {
    bad: [ruleOf({ all: [lead, view] })],
    good: [ruleOf({ any: [lead, view] }), ruleOf({ all: [lead, { not: view }] })],
  },
  condition_never_true: {
    bad: [
      modelWith({ actions: [banner("one", { all: [known, { not: known }] })] }),
      modelWith({
        segments: [
          { id: "big", label: "Big", while: { test: "trait", name: "employees", atLeast: 9, atMost: 3 } },
        ],
      }),
      modelWith({ handOffs: [{ ...sales, condition: { test: "score", atLeast: 101 } }] }),
      modelWith({ quarantine: { when: { all: [lead, view] }, release: lead } }),
    ],
    good: [
      modelWith({ actions: [banner("one", { any: [known, { not: known }] })] }),
      modelWith({ handOffs: [{ ...sales, condition: { test: "score", atLeast: 100 } }] }),
    ],
  },
  branch_never_true: {
    bad: [ruleOf({ any: [lead, { all: [lead, view] }] })],
    good: [ruleOf({ any: [lead, view] })],
  },
  property_of_identify: {
    bad: [
      ruleOf({
        all: [
          { test: "event", is: "identify" },
          { test: "property", name: "plan", equals: "pro" },
        ],
      }),
    ],
    good: [
      ruleOf({
        all: [
          { test: "event", is: "identify" },
          { test: "trait", name: "plan", equals: "pro" },
        ],
      }),
      ruleOf({
        all: [
          { test: "event", is: ["identify", "sign_up"] },
          { test: "property", name: "plan", equals: "pro" },
        ],
      }),
    ],
  },
  overlapping_bands: {
    bad: [
      modelWith({
        rules: [
          bandsRule([
            { from: 1, to: 50, points: 0 },
            { from: 50, points: 5 },
          ]),
        ],
      }),
    ],
    good: [
      modelWith({
        rules: [
          bandsRule([
            { from: 1, to: 49, points: 0 },
            { from: 50, points: 5 },
          ]),
        ],
      }),
    ],
  },
  gapped_bands: {
    bad: [
      modelWith({
        rules: [
          bandsRule([
            { from: 1, to: 49, points: 0 },
            { from: 51, points: 5 },
          ]),
        ],
      }),
    ],
    good: [
      modelWith({
        rules: [
          bandsRule([
            { from: 1, to: 49, points: 0 },
            { from: 50, points: 5 },
          ]),
        ],
      }),
    ],
  },
  duplicate_rule: {
    bad: [
      modelWith({
        rules: [eventRule("one", { all: [lead, known] }), eventRule("two", { all: [known, lead] })],
      }),
    ],
    good: [
      modelWith({
        rules: [eventRule("one", { all: [lead, known] }), eventRule("two", { any: [known, lead] })],
      }),
      modelWith({
        scores: [
          { id: "intent", label: "Intent" },
          { id: "fit", label: "Fit" },
        ],
        rules: [eventRule("one", lead), eventRule("two", lead, { score: "fit" })],
      }),
    ],
  },
  points_over_maximum: {
    bad: [
      modelWith({ scores: [{ id: "intent", label: "Intent", max: 5 }] }),
      modelWith({
        groups: [{ id: "g", label: "G", max: 5 }],
        rules: [eventRule("one", lead, { group: "g" })],
      }),
    ],
    good: [modelWith({ scores: [{ id: "intent", label: "Intent", max: 10 }] })],
  },
  unreachable_maximum: {
    bad: [
      modelWith({ scores: [{ id: "intent", label: "Intent", max: 50 }], rules: [stateRule("one", known)] }),
      modelWith({ rules: [] }),
      modelWith({ total: { max: 100 }, rules: [stateRule("one", known)] }),
    ],
    good: [
      modelWith({ scores: [{ id: "intent", label: "Intent", max: 50 }] }),
      modelWith({ scores: [{ id: "intent", label: "Intent", max: 10 }], rules: [stateRule("one", known)] }),
    ],
  },
  cap_never_binds: {
    bad: [
      modelWith({
        groups: [{ id: "g", label: "G", max: 20 }],
        rules: [eventRule("one", lead, { group: "g", cap: { times: 3 } })],
      }),
      modelWith({
        rules: [
          eventRule("one", { all: [lead, { test: "count", of: lead, atMost: 2 }] }, { cap: { times: 3 } }),
        ],
      }),
      modelWith({
        frequency: { global: { times: 1, withinDays: 7 } },
        actions: [banner("one", known, { cap: { times: 2, withinDays: 7 } })],
      }),
      modelWith({
        stages: [visitor, { ...mql, coolDownDays: 10 }],
        handOffs: [{ ...sales, cap: { times: 4, withinDays: 30 } }],
      }),
    ],
    good: [
      modelWith({
        groups: [{ id: "g", label: "G", max: 20 }],
        rules: [eventRule("one", lead, { group: "g", cap: { times: 2 } })],
      }),
      modelWith({
        groups: [{ id: "g", label: "G", max: 20 }],
        rules: [
          eventRule("one", lead, { group: "g", cap: { times: 3 } }),
          eventRule("two", view, { group: "g", points: -5 }),
        ],
      }),
      modelWith({
        rules: [
          eventRule("one", { all: [lead, { test: "count", of: view, atMost: 2 }] }, { cap: { times: 3 } }),
        ],
      }),
      modelWith({
        frequency: { global: { times: 1, withinDays: 1 } },
        actions: [banner("one", known, { cap: { times: 2, withinDays: 7 } })],
      }),
      modelWith({
        stages: [visitor, { ...mql, coolDownDays: 10 }],
        handOffs: [{ ...sales, cap: { times: 3, withinDays: 30 } }],
      }),
    ],
  },
  group_never_binds: {
    bad: [
      modelWith({ groups: [{ id: "g", label: "G", max: 20 }] }),
      modelWith({ groups: [{ id: "g", label: "G" }], rules: [eventRule("one", lead, { group: "g" })] }),
      modelWith({
        groups: [{ id: "g", label: "G", max: 20 }],
        rules: [eventRule("one", lead, { group: "g", cap: { times: 2 } })],
      }),
    ],
    good: [
      modelWith({
        groups: [{ id: "g", label: "G", max: 20 }],
        rules: [eventRule("one", lead, { group: "g" })],
      }),
      modelWith({
        groups: [{ id: "g", label: "G", max: 19 }],
        rules: [eventRule("one", lead, { group: "g", cap: { times: 2 } })],
      }),
      modelWith({
        groups: [{ id: "g", label: "G", max: 99 }],
        rules: [eventRule("one", lead, { group: "g", cap: { times: 2, withinDays: 1 } })],
      }),
    ],
  },
  unreachable_stage: {
    bad: [
      modelWith({ rules: [eventRule("one", lead, { cap: { times: 2 } })] }),
      modelWith({ scores: [{ id: "intent", label: "Intent", max: 29 }] }),
      modelWith({ stages: [visitor, { ...mql, entry: { test: "score", lessThan: 30 } }] }),
    ],
    good: [
      modelWith({ rules: [eventRule("one", lead, { cap: { times: 3 } })] }),
      modelWith({ scores: [{ id: "intent", label: "Intent", max: 30 }] }),
      modelWith({ stages: [visitor, { ...mql, entry: { test: "score", lessThan: 31 } }] }),
    ],
  },
  threshold_without_effect: {
    bad: [
      modelWith({ stages: [visitor, { ...mql, threshold: { atLeast: 0 } }] }),
      modelWith({ stages: [visitor, { ...mql, threshold: { atLeast: 30, rearmBelow: 0 } }] }),
    ],
    good: [
      modelWith({ stages: [visitor, { ...mql, threshold: { atLeast: 1 } }] }),
      modelWith({
        total: { min: -50 },
        stages: [visitor, { ...mql, threshold: { atLeast: 30, rearmBelow: 0 } }],
      }),
    ],
  },
  stage_left_at_once: {
    bad: [modelWith({ stages: [visitor, { ...mql, entry: { all: [known, granted] }, exit: known }] })],
    good: [modelWith({ stages: [visitor, { ...mql, entry: known, exit: { all: [known, granted] } }] })],
  },
  browser_only_sql: {
    bad: [modelWith({ stages: [visitor, { ...mql, id: "sql" }] }), modelWith({ handOffs: [sales] })],
    good: [
      modelWith({ scores: [{ id: "intent", label: "Intent", browserMax: 29 }], handOffs: [sales] }),
      modelWith({ rules: [eventRule("one", { test: "event", is: "email_opened" })], handOffs: [sales] }),
      modelWith({
        rules: [eventRule("one", { all: [lead, { test: "source", is: "server" }] })],
        handOffs: [sales],
      }),
      modelWith({
        stages: [
          visitor,
          { ...mql, entry: { test: "count", of: { test: "event", is: "qualified" }, atLeast: 1 } },
        ],
        handOffs: [sales],
      }),
      modelWith({ handOffs: [{ ...sales, purpose: "marketing" }] }),
    ],
  },
  hand_off_without_consent: {
    bad: [modelWith({ handOffs: [sales] })],
    good: [
      modelWith({ handOffs: [{ ...sales, condition: granted }] }),
      modelWith({ stages: [visitor, { ...mql, entry: granted }], handOffs: [sales] }),
      modelWith({ handOffs: [{ ...sales, trigger: { on: "event", when: { all: [lead, granted] } } }] }),
      modelWith({
        segments: [{ id: "asked", label: "Asked", while: granted }],
        handOffs: [{ ...sales, condition: { test: "segment", is: "asked" } }],
      }),
    ],
  },
  shadowed_action: {
    bad: [
      modelWith({
        actions: [banner("one", { all: [known, granted] }), banner("two", known, { priority: 1 })],
      }),
      modelWith({ actions: [banner("one", known), banner("two", known)] }),
    ],
    good: [
      modelWith({
        actions: [banner("one", { all: [known, granted] }, { priority: 1 }), banner("two", known)],
      }),
      modelWith({
        actions: [banner("one", known), banner("two", known, { priority: 1, cap: { times: 1 } })],
      }),
      modelWith({
        actions: [banner("one", known), banner("two", known, { priority: 1, holdoutPercent: 10 })],
      }),
      modelWith({ actions: [banner("one", known), banner("two", known, { priority: 1, kind: "modal" })] }),
      modelWith({
        actions: [
          banner("one", { all: [known, { test: "disqualified", is: true }] }),
          banner("two", known, { priority: 1 }),
        ],
      }),
    ],
  },
  empty_schedule: {
    bad: [
      modelWith({
        actions: [banner("one", known, { schedule: { from: "2026-11-21", until: "2026-11-20" } })],
      }),
    ],
    good: [
      modelWith({
        actions: [banner("one", known, { schedule: { from: "2026-11-21", until: "2026-11-22" } })],
      }),
    ],
  },
  pattern_matches_everything: {
    bad: [
      ...["**", "/**", "/**/"].map((glob) => ruleOf({ all: [view, { test: "path", glob }] })),
      ruleOf({ all: [view, { test: "path", prefix: "/" }] }),
      ruleOf({ all: [view, { test: "title", contains: "a" }] }),
      modelWith({ pageKinds: [{ kind: "product", path: "/**" }] }),
    ],
    good: [
      ...["/*", "/models/**", "/**/x"].map((glob) => ruleOf({ all: [view, { test: "path", glob }] })),
      ruleOf({ all: [view, { test: "title", contains: "BMW" }] }),
      modelWith({ pageKinds: [{ kind: "product", path: "/models/**" }] }),
    ],
  },
  unknown_page_kind: {
    bad: [
      ruleOf({ all: [view, { test: "page_kind", is: ["pricing", "prising"] }] }),
      ruleOf({ test: "count", of: { test: "page_kind", is: "showroom" }, atLeast: 2 }),
    ],
    good: [
      ruleOf({ all: [view, { test: "page_kind", is: "pricing" }] }),
      modelWith({
        pageKinds: [{ kind: "showroom", path: "/showrooms/*" }],
        rules: [eventRule("one", { test: "page_kind", is: "showroom" })],
      }),
    ],
  },
  renamed_event: {
    bad: [ruleOf({ test: "event", is: "Order Completed" }), ruleOf({ test: "event", is: "form_submitted" })],
    good: [ruleOf({ test: "event", is: "purchase" }), ruleOf({ test: "event", is: "our_own_event" })],
  },
  unknown_event: {
    bad: [ruleOf({ test: "event", is: "generate_laed" }), ruleOf({ test: "event", is: "our_own_event" })],
    good: [ruleOf(lead), ruleOf({ test: "event", is: "Order Completed" })],
  },
  unknown_trait: {
    bad: [ruleOf({ test: "trait", name: "emial", exists: true })],
    good: [ruleOf({ test: "trait", name: "email", exists: true })],
  },
  missing_language: {
    bad: [
      modelWith({
        rules: [
          eventRule("one", lead, { label: { en: "Lead", tr: "Aday" } }),
          eventRule("two", view, { label: { en: "View" } }),
        ],
      }),
      modelWith({
        actions: [banner("one", known, { texts: { en: { title: "A", button: "B" }, tr: { title: "A" } } })],
      }),
    ],
    good: [
      modelWith({
        rules: [
          eventRule("one", lead, { label: { en: "Lead", tr: "Aday" } }),
          eventRule("two", view, { label: "MQL" }),
        ],
      }),
    ],
  },
};
