import type { Action } from "../action.ts";
import type { ExampleEvent, PartExample } from "./example.ts";

/** A banner for everybody, with what an example adds. */
const offer = (more: Partial<Action> = {}): Action => ({
  id: "offer",
  kind: "banner",
  when: { test: "score", atLeast: 0 },
  texts: { en: { title: "Ten percent off until Sunday" } },
  ...more,
});
const promotion = (name: string, at: string, id = "offer"): ExampleEvent => ({
  name,
  at,
  properties: { promotion_id: id },
});
const salesAtMql = {
  id: "sales",
  label: "Sales",
  purpose: "sales",
  trigger: { on: "stage", stage: "mql" },
} as const;

/** Parts of a model that say what follows from a score, by the section of the reference in which they stand. */
export const examplesOfAnswers = {
  Action: [
    {
      part: {
        actions: [
          offer({
            kind: "inline",
            slot: "hero",
            when: { test: "stage", is: "lead" },
            priority: 5,
            link: "/models/aurora",
            image: "/images/aurora.webp",
            promoCode: "AURORA10",
            schedule: { until: "2026-12-01" },
          }),
        ],
      },
      example: {
        events: [{ name: "identify", traits: { email: "ada@example.com" } }],
        gives: { actions: ["offer"] },
      },
      counter: { events: [{ name: "page_view" }], gives: { actions: [] } },
    },
    {
      title: "Each kind, and what it needs",
      part: {
        actions: [
          offer({ id: "card", kind: "slide_in", when: { test: "identity", is: "anonymous" } }),
          offer({
            id: "ask_role",
            kind: "survey",
            slot: "after_text",
            when: { test: "trait", name: "role", exists: false },
            texts: { en: { title: "What do you do?", thanks: "Thank you." } },
            trait: "role",
            options: [{ value: "buyer" }, { value: "owner", label: "I own one already" }],
          }),
          offer({
            id: "similar",
            kind: "recommend",
            slot: "below",
            products: [{ name: "Boreal", link: "/models/boreal", price: "€ 29,900" }],
          }),
          { id: "chat", kind: "chat_open", when: { test: "stage", atLeast: "mql" } },
          { id: "login", kind: "redirect", when: { test: "page_kind", is: "login" }, link: "/account" },
          {
            id: "greeting",
            kind: "event_only",
            when: { test: "identity", is: "known" },
            data: { tone: "warm" },
          },
        ],
      },
      example: { events: [{ name: "page_view" }], gives: { actions: ["card", "ask_role", "similar"] } },
      counter: {
        events: [
          { name: "identify", traits: { email: "ada@example.com", role: "buyer" } },
          { name: "generate_lead", page: { path: "/login" } },
        ],
        gives: { actions: ["similar", "chat", "login", "greeting"] },
      },
    },
    {
      title: "The highest priority takes the place",
      part: { actions: [offer({ id: "general" }), offer({ id: "special", priority: 1 })] },
      example: { events: [{ name: "page_view" }], gives: { actions: ["special"] } },
      counter: {
        events: [promotion("promotion_dismissed", "2026-11-20T10:00:00Z", "special")],
        gives: { actions: ["general"] },
      },
    },
    {
      title: "Seen so often in a window",
      part: { actions: [offer({ cap: { times: 1, withinDays: 7 } })] },
      example: {
        events: [promotion("view_promotion", "2026-11-20T10:00:00Z")],
        now: "2026-11-27T10:00:00Z",
        gives: { actions: ["offer"] },
      },
      counter: {
        events: [promotion("view_promotion", "2026-11-20T10:00:00Z")],
        now: "2026-11-27T09:59:59Z",
        gives: { actions: [] },
      },
    },
    {
      title: "Away after it was closed",
      part: { actions: [offer({ afterDismissDays: 10 })] },
      example: {
        events: [promotion("promotion_dismissed", "2026-11-20T10:00:00Z")],
        now: "2026-11-30T10:00:00Z",
        gives: { actions: ["offer"] },
      },
      counter: {
        events: [promotion("promotion_dismissed", "2026-11-20T10:00:00Z")],
        now: "2026-11-30T09:59:59Z",
        gives: { actions: [] },
      },
    },
    {
      title: "Away after it was followed",
      part: { actions: [offer({ afterSelectDays: 60 })] },
      example: {
        events: [promotion("select_promotion", "2026-11-20T10:00:00Z")],
        now: "2027-01-19T10:00:00Z",
        gives: { actions: ["offer"] },
      },
      counter: {
        events: [promotion("select_promotion", "2026-11-20T10:00:00Z")],
        now: "2027-01-19T09:59:59Z",
        gives: { actions: [] },
      },
    },
    {
      title: "Held out by the hash of the visitor's id and the action's",
      part: {
        actions: [
          offer({ id: "held_out", holdoutPercent: 99 }),
          offer({ id: "shown", kind: "modal", holdoutPercent: 1 }),
        ],
      },
      example: { events: [{ name: "page_view" }], gives: { actions: ["shown"] } },
      counter: {
        events: [promotion("promotion_dismissed", "2026-11-20T10:00:00Z", "shown")],
        gives: { actions: [] },
      },
    },
  ],
  Schedule: [
    {
      part: { actions: [offer({ schedule: { from: "2026-11-20", until: "2026-12-01" } })] },
      example: { events: [{ name: "page_view", at: "2026-11-20T00:00:00Z" }], gives: { actions: ["offer"] } },
      counter: { events: [{ name: "page_view", at: "2026-12-01T00:00:00Z" }], gives: { actions: [] } },
    },
  ],
  Frequency: [
    {
      title: "All actions together",
      part: {
        frequency: { global: { times: 1, per: "session" } },
        actions: [offer(), offer({ id: "survey", kind: "modal" })],
      },
      example: { events: [{ name: "page_view" }], gives: { actions: ["offer", "survey"] } },
      counter: { events: [promotion("view_promotion", "2026-11-20T10:00:00Z")], gives: { actions: [] } },
    },
    {
      title: "All of a kind",
      part: {
        frequency: { perKind: { banner: { times: 1, per: "day" } } },
        actions: [offer(), offer({ id: "survey", kind: "modal" })],
      },
      example: {
        events: [promotion("view_promotion", "2026-11-20T20:59:59Z")],
        now: "2026-11-20T21:00:00Z",
        gives: { actions: ["offer", "survey"] },
      },
      counter: {
        events: [promotion("view_promotion", "2026-11-20T20:59:59Z")],
        gives: { actions: ["survey"] },
      },
    },
  ],
  "Hand-off": [
    {
      title: "On entering a stage",
      part: { handOffs: [salesAtMql] },
      example: {
        events: [{ name: "generate_lead" }, { name: "generate_lead" }],
        gives: { handOffs: ["sales.1"] },
      },
      counter: { events: [{ name: "page_view" }], gives: { handOffs: [] } },
    },
    {
      title: "On an event",
      part: {
        handOffs: [
          {
            id: "campaign",
            label: "Campaign",
            purpose: "marketing",
            trigger: { on: "event", when: { test: "event", is: "generate_lead" } },
            condition: { test: "consent", is: "granted" },
            cap: { times: 1, withinDays: 30 },
          },
        ],
      },
      example: {
        events: [{ name: "consent_updated", properties: { consent: "granted" } }, { name: "generate_lead" }],
        gives: { handOffs: ["campaign.1"] },
      },
      counter: { events: [{ name: "generate_lead" }], gives: { handOffs: [] } },
    },
  ],
  "Page kind override": [
    {
      part: {
        pageKinds: [{ kind: "test_drive", path: "/book/*" }],
        rules: [
          {
            id: "test_drive",
            type: "event",
            label: "Looked at test drives",
            score: "engagement",
            points: 20,
            when: { test: "page_kind", is: "test_drive" },
          },
        ],
      },
      example: { events: [{ name: "page_view", page: { path: "/book/aurora" } }], gives: { total: 20 } },
      counter: { events: [{ name: "page_view", page: { path: "/book/aurora/terms" } }], gives: { total: 0 } },
    },
  ],
} satisfies Record<string, PartExample[]>;
