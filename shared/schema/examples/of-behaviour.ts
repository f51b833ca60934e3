import type { EventCondition } from "../condition.ts";
import type { ConditionExample, ExampleEvent, ExampleVisitor } from "./example.ts";

const lead: EventCondition = { test: "event", is: "generate_lead" };
const view: EventCondition = { test: "event", is: "page_view" };
const sent: EventCondition = { test: "event", is: "email_sent" };
const opened: EventCondition = { test: "event", is: "email_opened" };

const onDays = (name: string, ...days: string[]): ExampleVisitor => ({
  events: days.map((day) => ({ name, at: `${day}T10:00:00Z` })),
});
const leads = (...properties: NonNullable<ExampleEvent["properties"]>[]): ExampleVisitor => ({
  events: properties.map((of) => ({ name: "generate_lead", properties: of })),
});
const views = (...paths: string[]): ExampleVisitor => ({
  events: paths.map((path) => ({ name: "page_view", page: { path } })),
});
const mails = (...events: [name: string, campaign: string][]): ExampleVisitor => ({
  events: events.map(([name, campaign]) => ({ name, properties: { campaign_id: campaign } })),
});

/** Tests that ask what happened before, this event included. */
export const examplesOfBehaviour = {
  count: [
    {
      condition: { test: "count", of: lead, atLeast: 2 },
      holds: leads({}, {}),
      fails: leads({}),
    },
    {
      condition: { test: "count", of: view, withinDays: 7, atLeast: 3 },
      holds: onDays("page_view", "2026-11-14", "2026-11-15", "2026-11-20"),
      fails: onDays("page_view", "2026-11-13", "2026-11-14", "2026-11-20"),
    },
    {
      condition: { test: "count", of: lead, atMost: 1 },
      holds: leads({}),
      fails: leads({}, {}),
    },
  ],
  distinct: [
    {
      condition: { test: "distinct", of: lead, by: "property", property: "form_id", atLeast: 2 },
      holds: leads({ form_id: "offer" }, { form_id: "test drive" }),
      fails: leads({ form_id: "offer" }, { form_id: "OFFER" }),
    },
    {
      condition: { test: "distinct", of: view, by: "path", atLeast: 2 },
      holds: views("/models/aurora", "/models/boreal"),
      fails: views("/models/aurora", "/models/aurora/"),
    },
    {
      condition: { test: "distinct", of: { not: view }, by: "name", atLeast: 2 },
      holds: { events: [{ name: "generate_lead" }, { name: "chat_started" }] },
      fails: { events: [{ name: "generate_lead" }, { name: "page_view" }] },
    },
    {
      condition: {
        test: "distinct",
        of: { not: { test: "event", is: "identify" } },
        by: "touchpoint",
        atLeast: 3,
      },
      holds: { events: [{ name: "page_view" }, { name: "generate_lead" }, { name: "chat_started" }] },
      fails: { events: [{ name: "page_view" }, { name: "chat_started" }, { name: "chat_ended" }] },
    },
    {
      condition: { test: "distinct", of: view, by: "day", withinDays: 7, atLeast: 3 },
      holds: onDays("page_view", "2026-11-14", "2026-11-15", "2026-11-20"),
      fails: onDays("page_view", "2026-11-13", "2026-11-15", "2026-11-20"),
    },
    {
      condition: { test: "distinct", of: view, by: "path", atMost: 1 },
      holds: views("/models/aurora", "/models/aurora"),
      fails: views("/models/aurora", "/models/boreal"),
    },
  ],
  sum: [
    {
      condition: { test: "sum", of: lead, property: "seats", atLeast: 100 },
      holds: leads({ seats: 40 }, { seats: 60 }),
      fails: leads({ seats: 40 }, { seats: "60" }),
    },
    {
      condition: { test: "sum", of: lead, property: "seats", withinDays: 7, atMost: 50 },
      holds: {
        events: [
          { name: "generate_lead", at: "2026-11-13T10:00:00Z", properties: { seats: 40 } },
          { name: "generate_lead", at: "2026-11-20T10:00:00Z", properties: { seats: 40 } },
        ],
      },
      fails: {
        events: [
          { name: "generate_lead", at: "2026-11-13T10:00:01Z", properties: { seats: 40 } },
          { name: "generate_lead", at: "2026-11-20T10:00:00Z", properties: { seats: 40 } },
        ],
      },
    },
  ],
  sequence: [
    {
      condition: { test: "sequence", steps: [view, lead] },
      holds: { events: [{ name: "page_view" }, { name: "chat_started" }, { name: "generate_lead" }] },
      fails: { events: [{ name: "generate_lead" }, { name: "page_view" }] },
    },
    {
      condition: { test: "sequence", steps: [view, lead], withinDays: 1 },
      holds: {
        events: [
          { name: "page_view", at: "2026-11-20T10:00:00Z" },
          { name: "generate_lead", at: "2026-11-21T09:59:59Z" },
        ],
      },
      fails: {
        events: [
          { name: "page_view", at: "2026-11-20T10:00:00Z" },
          { name: "generate_lead", at: "2026-11-21T10:00:00Z" },
        ],
      },
    },
  ],
  last: [
    {
      condition: { test: "last", of: sent, times: 2, followedBy: opened, by: "campaign_id" },
      holds: mails(["email_sent", "a"], ["email_opened", "a"], ["email_sent", "b"], ["email_opened", "b"]),
      fails: mails(["email_sent", "a"], ["email_opened", "a"], ["email_sent", "b"], ["email_opened", "a"]),
    },
  ],
  inactive: [
    {
      condition: { test: "inactive", days: 30 },
      holds: { ...onDays("page_view", "2026-11-20"), now: "2026-12-20T10:00:00Z" },
      fails: { ...onDays("page_view", "2026-11-20"), now: "2026-12-20T09:59:59Z" },
    },
  ],
} satisfies Record<string, ConditionExample[]>;
