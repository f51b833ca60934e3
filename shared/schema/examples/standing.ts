import type { ExampleEvent, PartExample } from "./example.ts";

const told = (traits: NonNullable<ExampleEvent["traits"]>): ExampleEvent[] => [{ name: "identify", traits }];
const visitor = { id: "visitor", label: "Visitor" };
const known = { test: "identity", is: "known" } as const;

/** Parts of a model that say where a visitor stands, by the section of the reference in which they stand. */
export const examplesOfStanding = {
  Segment: [
    {
      part: {
        segments: [
          {
            id: "consumer",
            label: "Consumers",
            while: { not: { test: "trait", name: "company", exists: true } },
          },
        ],
      },
      example: { events: told({ email: "ada@example.com" }), gives: { segments: ["consumer"] } },
      counter: { events: told({ company: "Example Ltd" }), gives: { segments: [] } },
    },
  ],
  Disqualification: [
    {
      title: "A competitor is handed to nobody, whatever the score",
      part: {
        disqualifications: [
          {
            id: "competitor",
            label: "Works for a competitor",
            while: { test: "trait", name: "email", contains: "@rival.example" },
          },
        ],
        handOffs: [{ id: "sales", label: "Sales", purpose: "sales", trigger: { on: "stage", stage: "mql" } }],
      },
      example: {
        events: [...told({ email: "spy@rival.example" }), { name: "generate_lead" }],
        gives: { disqualified: "competitor", stage: "mql", handOffs: [] },
      },
      counter: {
        events: [...told({ email: "ada@example.com" }), { name: "generate_lead" }],
        gives: { disqualified: null, stage: "mql", handOffs: ["sales.1"] },
      },
    },
    {
      title: "It may expire",
      part: {
        disqualifications: [
          {
            id: "unsubscribed",
            label: "Does not want to hear from us",
            while: { test: "trait", name: "unsubscribed", equals: true },
            expiresAfterDays: 90,
          },
        ],
      },
      example: {
        events: [{ name: "identify", at: "2026-08-22T10:00:01Z", traits: { unsubscribed: true } }],
        now: "2026-11-20T10:00:00Z",
        gives: { disqualified: "unsubscribed" },
      },
      counter: {
        events: [{ name: "identify", at: "2026-08-22T10:00:00Z", traits: { unsubscribed: true } }],
        now: "2026-11-20T10:00:00Z",
        gives: { disqualified: null },
      },
    },
    {
      title: "What time alone brings about expires too, counted from the next UTC day",
      part: {
        disqualifications: [
          { id: "dormant", label: "Dormant", while: { test: "inactive", days: 30 }, expiresAfterDays: 10 },
        ],
      },
      example: {
        events: [{ name: "page_view", at: "2026-10-10T10:00:00Z" }],
        now: "2026-11-19T23:59:59Z",
        gives: { disqualified: "dormant" },
      },
      counter: {
        events: [{ name: "page_view", at: "2026-10-10T10:00:00Z" }],
        now: "2026-11-20T00:00:00Z",
        gives: { disqualified: null },
      },
    },
  ],
  Quarantine: [
    {
      part: {
        rules: [
          {
            id: "opened",
            type: "event",
            label: "Opened an e-mail",
            score: "engagement",
            points: 10,
            when: { test: "event", is: "email_opened" },
          },
        ],
        quarantine: {
          when: { test: "event", is: "email_opened" },
          release: { test: "event", is: "page_view" },
          void: { test: "event", is: "email_bounced" },
        },
      },
      example: {
        events: [{ name: "email_opened", source: "server" }, { name: "page_view" }],
        gives: { total: 10 },
      },
      counter: {
        events: [
          { name: "email_opened", source: "server" },
          { name: "email_bounced", source: "server" },
          { name: "page_view" },
        ],
        gives: { total: 0 },
      },
    },
  ],
  Stage: [
    {
      title: "A stage without a threshold is left when its entry no longer holds",
      part: {
        stages: [
          visitor,
          {
            id: "lead",
            label: "Lead",
            definition: "Somebody whom we can reach and who may be written to.",
            entry: { all: [known, { not: { test: "consent", is: "denied" } }] },
          },
        ],
      },
      example: { events: told({ email: "ada@example.com" }), gives: { stage: "lead" } },
      counter: {
        events: [
          ...told({ email: "ada@example.com" }),
          { name: "consent_updated", properties: { consent: "denied" } },
        ],
        gives: { stage: "visitor" },
      },
    },
    {
      title: "A stage is left when its exit holds, and closed for the cool-down",
      part: {
        stages: [
          visitor,
          {
            id: "mql",
            label: "Marketing qualified",
            threshold: { atLeast: 30 },
            exit: { test: "trait", name: "status", equals: "returned by sales" },
            coolDownDays: 30,
          },
        ],
      },
      example: {
        events: [
          { name: "generate_lead", at: "2026-11-20T10:00:00Z" },
          { name: "identify", at: "2026-11-21T10:00:00Z", traits: { status: "returned by sales" } },
          { name: "identify", at: "2026-12-21T10:00:00Z", traits: { status: "open" } },
        ],
        gives: { stage: "mql" },
      },
      counter: {
        events: [
          { name: "generate_lead", at: "2026-11-20T10:00:00Z" },
          { name: "identify", at: "2026-11-21T10:00:00Z", traits: { status: "returned by sales" } },
          { name: "identify", at: "2026-12-21T09:59:59Z", traits: { status: "open" } },
        ],
        gives: { stage: "visitor" },
      },
    },
  ],
  Threshold: [
    {
      title: "Once entered, the stage is kept until the score falls below rearmBelow",
      part: {
        rules: [
          {
            id: "form",
            type: "event",
            label: "Asked to be called",
            score: "engagement",
            points: 30,
            when: { test: "event", is: "generate_lead" },
          },
          {
            id: "cancelled",
            type: "event",
            label: "Cancelled",
            score: "engagement",
            points: -10,
            when: { test: "event", is: "call_cancelled" },
          },
        ],
        stages: [
          visitor,
          {
            id: "mql",
            label: "Marketing qualified",
            threshold: { of: "engagement", atLeast: 30, rearmBelow: 20 },
          },
        ],
      },
      example: {
        events: [{ name: "generate_lead" }, { name: "call_cancelled" }],
        gives: { scores: { engagement: 20 }, stage: "mql" },
      },
      counter: {
        events: [{ name: "generate_lead" }, { name: "call_cancelled" }, { name: "call_cancelled" }],
        gives: { scores: { engagement: 10 }, stage: "visitor" },
      },
    },
  ],
} satisfies Record<string, PartExample[]>;
