import type { ExampleEvent, ConditionExample } from "./example.ts";

const order = (properties: ExampleEvent["properties"]) => ({
  events: [{ name: "purchase", properties: properties ?? {} }],
});
const pageView = (page: { path: string; kind?: string; title?: string }) => ({
  events: [{ name: "page_view", page }],
});

/** Tests that ask about the event itself. */
export const examplesOfTheEvent = {
  event: [
    {
      condition: { test: "event", is: "generate_lead" },
      holds: { events: [{ name: "generate_lead" }] },
      fails: { events: [{ name: "page_view" }] },
    },
    {
      condition: { test: "event", is: ["chat_started", "call_booked"] },
      holds: { events: [{ name: "call_booked" }] },
      fails: { events: [{ name: "call_missed" }] },
    },
  ],
  property: [
    {
      condition: { test: "property", name: "model", equals: "Aurora" },
      holds: order({ model: "AURORA" }),
      fails: order({ model: "Aurora GT" }),
    },
    {
      condition: { test: "property", name: "city", equals: "istanbul" },
      holds: order({ city: "İstanbul" }),
      fails: order({ city: "Ankara" }),
    },
    {
      condition: { test: "property", name: "model", in: ["Aurora", "Boreal"] },
      holds: order({ model: "Boreal" }),
      fails: order({ model: "Cirrus" }),
    },
    {
      condition: { test: "property", name: "model", contains: "turbo" },
      holds: order({ model: "Aurora Turbo" }),
      fails: order({ model: "Aurora" }),
    },
    {
      condition: { test: "property", name: "extras", contains: "roof box" },
      holds: order({ extras: ["tow bar", "Roof box"] }),
      fails: order({ extras: ["roof box rails"] }),
    },
    {
      condition: { test: "property", name: "coupon", exists: true },
      holds: order({ coupon: "SPRING" }),
      fails: order({ coupon: "" }),
    },
    {
      condition: { test: "property", name: "coupon", exists: false },
      holds: order({}),
      fails: order({ coupon: "SPRING" }),
    },
    {
      condition: { test: "property", name: "delivery", before: "2027-01-01" },
      holds: order({ delivery: "2026-12-24" }),
      fails: order({ delivery: "soon" }),
    },
    {
      condition: { test: "property", name: "delivery", after: "2026-12-31T23:00:00Z" },
      holds: order({ delivery: "2027-01-01" }),
      fails: order({ delivery: "2026-12-31" }),
    },
    {
      condition: { test: "property", name: "value", atLeast: 500 },
      holds: order({ value: 500 }),
      fails: order({ value: 499.99 }),
    },
    {
      condition: { test: "property", name: "value", moreThan: 500 },
      holds: order({ value: 500.01 }),
      fails: order({ value: 500 }),
    },
    {
      condition: { test: "property", name: "value", atMost: 500 },
      holds: order({ value: 500 }),
      fails: order({}),
    },
    {
      condition: { test: "property", name: "value", lessThan: 500 },
      holds: order({ value: 499 }),
      fails: order({ value: "499" }),
    },
    {
      condition: { test: "property", name: "value", moreThan: 0, atMost: 500 },
      holds: order({ value: 1 }),
      fails: order({ value: 0 }),
    },
  ],
  page_kind: [
    {
      condition: { test: "page_kind", is: "pricing" },
      holds: pageView({ path: "/plans", kind: "pricing" }),
      fails: pageView({ path: "/jobs", kind: "careers" }),
    },
    {
      condition: { test: "page_kind", is: ["careers", "legal"] },
      holds: pageView({ path: "/jobs", kind: "careers" }),
      fails: pageView({ path: "/unheard-of" }),
    },
  ],
  path: [
    {
      condition: { test: "path", equals: "/models/aurora" },
      holds: pageView({ path: "/Models/Aurora/" }),
      fails: pageView({ path: "/models/aurora/colours" }),
    },
    {
      condition: { test: "path", prefix: "/models/" },
      holds: pageView({ path: "/models/aurora/colours" }),
      fails: pageView({ path: "/blog/models/" }),
    },
    {
      condition: { test: "path", glob: "/models/*/brochure" },
      holds: pageView({ path: "/models/aurora/brochure" }),
      fails: pageView({ path: "/models/aurora/gt/brochure" }),
    },
    {
      condition: { test: "path", glob: "/models/**/brochure" },
      holds: pageView({ path: "/models/aurora/gt/brochure" }),
      fails: pageView({ path: "/models/aurora/gt" }),
    },
  ],
  title: [
    {
      condition: { test: "title", contains: "test drive" },
      holds: pageView({ path: "/book", title: "Book a Test Drive" }),
      fails: pageView({ path: "/book" }),
    },
  ],
  source: [
    {
      condition: { test: "source", is: "browser" },
      holds: { events: [{ name: "purchase", source: "browser" }] },
      fails: { events: [{ name: "purchase", source: "server" }] },
    },
    {
      condition: { test: "source", is: "server" },
      holds: { events: [{ name: "purchase", source: "server" }] },
      fails: { events: [{ name: "purchase", source: "browser" }] },
    },
  ],
} satisfies Record<string, ConditionExample[]>;
