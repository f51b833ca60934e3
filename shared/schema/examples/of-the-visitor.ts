import type { TrackedEvent, VisitContext } from "../event.ts";
import type { ConditionExample, ExampleVisitor } from "./example.ts";

const told = (traits: NonNullable<TrackedEvent["traits"]>): ExampleVisitor => ({
  events: [{ name: "identify", traits }],
});
const came = (visit: VisitContext): ExampleVisitor => ({ events: [{ name: "page_view", visit }] });
const consent = (value: string): ExampleVisitor => ({
  events: [{ name: "consent_updated", properties: { consent: value } }],
});
const someone: ExampleVisitor = { events: [{ name: "page_view" }] };
const at = (...moments: string[]): ExampleVisitor => ({
  events: moments.map((moment) => ({ name: "page_view", at: moment })),
});

/** Tests that ask who the visitor is, where they came from, and when. */
export const examplesOfTheVisitor = {
  trait: [
    {
      condition: { test: "trait", name: "employees", atLeast: 500, atMost: 999 },
      holds: told({ employees: 999 }),
      fails: told({ employees: 1000 }),
    },
    {
      condition: { test: "trait", name: "role", in: ["Director", "C-level"] },
      holds: { events: [{ name: "identify", traits: { role: "director" } }, { name: "page_view" }] },
      fails: {
        events: [
          { name: "identify", traits: { role: "Director" } },
          { name: "identify", traits: { role: "Intern" } },
        ],
      },
    },
  ],
  identity: [
    {
      condition: { test: "identity", is: "known" },
      holds: told({ email: "ada@example.com" }),
      fails: told({ email: "not an address" }),
    },
    {
      condition: { test: "identity", is: "anonymous" },
      holds: told({ company: "Example Ltd" }),
      fails: { events: [{ name: "identify", userId: "u-17" }] },
    },
  ],
  geo: [
    {
      condition: { test: "geo", field: "country", in: ["TR", "RO"] },
      holds: came({ geo: { country: "TR" } }),
      fails: came({ geo: { country: "PL" } }),
    },
    {
      condition: { test: "geo", field: "region", equals: "Masovia" },
      holds: came({ geo: { region: "Masovia" } }),
      fails: came({ geo: { city: "Masovia" } }),
    },
    {
      condition: { test: "geo", field: "city", equals: "İzmir" },
      holds: came({ geo: { city: "Izmir" } }),
      fails: someone,
    },
    {
      condition: { test: "geo", field: "timezone", contains: "Europe/" },
      holds: came({ geo: { timezone: "Europe/Warsaw" } }),
      fails: came({ geo: { timezone: "Asia/Tokyo" } }),
    },
  ],
  device: [
    {
      condition: { test: "device", field: "type", equals: "mobile" },
      holds: came({ device: { type: "mobile" } }),
      fails: came({ device: { type: "tablet" } }),
    },
    {
      condition: { test: "device", field: "os", equals: "iOS" },
      holds: came({ device: { type: "mobile", os: "iOS" } }),
      fails: came({ device: { type: "mobile", os: "Android" } }),
    },
    {
      condition: { test: "device", field: "browser", contains: "Safari" },
      holds: came({ device: { type: "mobile", browser: "Mobile Safari" } }),
      fails: came({ device: { type: "desktop", browser: "Firefox" } }),
    },
  ],
  campaign: [
    {
      condition: { test: "campaign", field: "source", equals: "newsletter" },
      holds: { events: [...came({ campaign: { source: "newsletter" } }).events, ...someone.events] },
      fails: came({ campaign: { medium: "newsletter" } }),
    },
    {
      condition: { test: "campaign", field: "medium", in: ["cpc", "paid_social"] },
      holds: came({ campaign: { medium: "CPC" } }),
      fails: came({ campaign: { medium: "email" } }),
    },
    {
      condition: { test: "campaign", field: "name", contains: "aurora" },
      holds: came({ campaign: { name: "spring-aurora" } }),
      fails: came({ campaign: { name: "spring" } }),
    },
    {
      condition: { test: "campaign", field: "term", equals: "electric car" },
      holds: came({ campaign: { term: "Electric car" } }),
      fails: came({ campaign: { term: "car" } }),
    },
    {
      condition: { test: "campaign", field: "content", equals: "banner-b" },
      holds: came({ campaign: { content: "banner-b" } }),
      fails: came({ campaign: { content: "banner-a" } }),
    },
    {
      condition: { test: "campaign", field: "id", exists: true },
      holds: came({ campaign: { id: "c-2026-11" } }),
      fails: someone,
    },
  ],
  referrer: [
    {
      condition: { test: "referrer", is: "search" },
      holds: came({ referrer: { host: "google.com", class: "search" } }),
      fails: came({ referrer: { host: "chatgpt.com", class: "ai_assistant" } }),
    },
    {
      condition: { test: "referrer", is: ["paid", "social"] },
      holds: {
        events: [
          { name: "page_view", visit: { referrer: { host: "facebook.com", class: "social" } } },
          { name: "page_view", visit: { referrer: { host: "shop.example", class: "internal" } } },
        ],
      },
      fails: someone,
    },
  ],
  consent: [
    {
      condition: { test: "consent", is: "granted" },
      holds: consent("granted"),
      fails: { events: [...consent("granted").events, ...consent("denied").events] },
    },
    { condition: { test: "consent", is: "denied" }, holds: consent("denied"), fails: someone },
    { condition: { test: "consent", is: "unknown" }, holds: someone, fails: consent("denied") },
  ],
  visit: [
    {
      condition: { test: "visit", is: "first" },
      holds: at("2026-11-20T10:00:00Z", "2026-11-20T10:30:00Z"),
      fails: at("2026-11-20T10:00:00Z", "2026-11-20T10:30:00.001Z"),
    },
    {
      condition: { test: "visit", is: "returning" },
      holds: at("2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z"),
      fails: at("2026-11-20T10:00:00Z"),
    },
  ],
  time: [
    {
      condition: { test: "time", weekdays: [1, 2, 3, 4, 5] },
      holds: at("2026-11-20T20:59:59Z"),
      fails: at("2026-11-20T21:00:00Z"),
    },
    {
      condition: { test: "time", from: "09:00", until: "18:00" },
      holds: at("2026-11-20T06:00:00Z"),
      fails: at("2026-11-20T15:00:00Z"),
    },
    {
      condition: { test: "time", from: "22:00", until: "06:00" },
      holds: at("2026-11-20T02:59:00Z"),
      fails: at("2026-11-20T03:00:00Z"),
    },
  ],
  segment: [
    {
      condition: { test: "segment", is: "enterprise" },
      holds: told({ employees: 500 }),
      fails: told({ employees: 499 }),
    },
  ],
  disqualified: [
    {
      condition: { test: "disqualified", is: true },
      holds: told({ email: "spy@rival.example" }),
      fails: told({ email: "ada@example.com" }),
    },
    {
      condition: { test: "disqualified", is: false },
      holds: someone,
      fails: told({ email: "spy@rival.example" }),
    },
  ],
  stage: [
    {
      condition: { test: "stage", is: "lead" },
      holds: told({ email: "ada@example.com" }),
      fails: { events: [...told({ email: "ada@example.com" }).events, { name: "generate_lead" }] },
    },
    {
      condition: { test: "stage", atLeast: "lead" },
      holds: { events: [...told({ email: "ada@example.com" }).events, { name: "generate_lead" }] },
      fails: someone,
    },
  ],
  score: [
    {
      condition: { test: "score", atLeast: 30 },
      holds: { events: [{ name: "generate_lead" }] },
      fails: told({ employees: 700 }),
    },
    {
      condition: { test: "score", of: "fit", atLeast: 20 },
      holds: told({ employees: 700 }),
      fails: { events: [{ name: "generate_lead" }] },
    },
    {
      condition: { test: "score", lessThan: 30 },
      holds: told({ employees: 700 }),
      fails: { events: [{ name: "generate_lead" }] },
    },
  ],
} satisfies Record<string, ConditionExample[]>;
