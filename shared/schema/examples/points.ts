import type { ExampleEvent, PartExample } from "./example.ts";
import type { Rule } from "../rule.ts";

const view = { test: "event", is: "page_view" } as const;
const lead = { test: "event", is: "generate_lead" } as const;

/** A rule that pays 10 points for each page view, with what an example adds. */
const perView = (more: Partial<Extract<Rule, { type: "event" }>> = {}): Rule => ({
  id: "view",
  type: "event",
  label: "Looked at a page",
  score: "engagement",
  points: 10,
  when: view,
  ...more,
});
const seen = (...moments: string[]): ExampleEvent[] => moments.map((at) => ({ name: "page_view", at }));
const told = (traits: NonNullable<ExampleEvent["traits"]>): ExampleEvent[] => [{ name: "identify", traits }];

/** Parts of a model that say what is paid, by the section of the reference in which they stand. */
export const examplesOfPoints = {
  Model: [
    {
      title: "The total has bounds of its own",
      part: { total: { min: 0, max: 50 } },
      example: {
        events: [...told({ employees: 700 }), { name: "generate_lead" }, { name: "generate_lead" }],
        gives: { total: 50, scores: { engagement: 60, fit: 20 } },
      },
      counter: {
        events: [...told({ employees: 700 }), { name: "generate_lead" }],
        gives: { total: 50, scores: { engagement: 30, fit: 20 } },
      },
    },
    {
      title: "A calendar day is the time zone's",
      part: { timeZone: "Europe/Istanbul", rules: [perView({ cap: { times: 1, per: "day" } })] },
      example: { events: seen("2026-11-20T20:59:00Z", "2026-11-20T21:00:00Z"), gives: { total: 20 } },
      counter: { events: seen("2026-11-20T21:00:00Z", "2026-11-21T20:59:00Z"), gives: { total: 10 } },
    },
  ],
  Score: [
    {
      title: "Bounds apply when the score is read",
      part: {
        scores: [{ id: "engagement", label: "Engagement", min: -20, max: 15 }],
        rules: [
          perView(),
          { ...perView({ points: -30, when: lead }), id: "wrong_form", label: "The wrong form" },
        ],
        total: { min: -100 },
      },
      example: { events: [{ name: "page_view" }, { name: "page_view" }], gives: { total: 15 } },
      counter: {
        events: [{ name: "page_view" }, { name: "page_view" }, { name: "generate_lead" }],
        gives: { total: -10 },
      },
    },
    {
      title: "What a browser says is worth only so much",
      part: {
        scores: [
          {
            id: "engagement",
            label: "Engagement",
            browserMax: 15,
            decay: { curve: "half_life", halfLifeDays: 30 },
          },
        ],
        rules: [perView()],
      },
      example: { events: [{ name: "page_view" }, { name: "page_view" }], gives: { total: 15 } },
      counter: {
        events: [{ name: "page_view" }, { name: "page_view", source: "server" }],
        gives: { total: 20 },
      },
    },
  ],
  "Event rule": [
    {
      part: {
        rules: [
          perView({
            points: 5,
            when: { test: "page_kind", is: "pricing" },
            cap: { times: 3, withinDays: 7 },
            group: "pages",
            decay: { curve: "step", days: 30 },
          }),
        ],
        groups: [{ id: "pages", label: "Pages", max: 100 }],
      },
      example: { events: [{ name: "page_view", page: { path: "/pricing" } }], gives: { total: 5 } },
      counter: { events: [{ name: "page_view", page: { path: "/careers" } }], gives: { total: 0 } },
    },
    {
      title: "A segment's own sheet counts while the visitor is in it",
      part: { rules: [perView({ segment: "enterprise" })] },
      example: { events: [{ name: "page_view" }, ...told({ employees: 700 })], gives: { total: 10 } },
      counter: { events: [{ name: "page_view" }, ...told({ employees: 7 })], gives: { total: 0 } },
    },
  ],
  "State rule": [
    {
      part: {
        rules: [
          {
            id: "turkey",
            type: "state",
            label: "Lives where we deliver",
            score: "fit",
            segment: "enterprise",
            points: 20,
            while: { test: "trait", name: "country", equals: "TR" },
          },
        ],
      },
      example: { events: told({ employees: 700, country: "TR" }), gives: { scores: { fit: 20 } } },
      counter: {
        events: [...told({ employees: 700, country: "TR" }), ...told({ country: "DE" })],
        gives: { scores: { fit: 0 } },
      },
    },
  ],
  "Bands rule": [
    {
      part: {
        rules: [
          {
            id: "employees",
            type: "bands",
            label: "Size of the company",
            score: "fit",
            segment: "enterprise",
            trait: "employees",
            bands: [
              { from: 500, to: 999, points: 15 },
              { from: 1000, points: 10 },
            ],
          },
        ],
      },
      example: { events: told({ employees: 999 }), gives: { scores: { fit: 15 } } },
      counter: { events: told({ employees: "999" }), gives: { scores: { fit: 0 } } },
    },
  ],
  Band: [
    {
      title: "Numbers: both ends are included, and the first band that holds the value pays",
      part: {
        rules: [
          {
            id: "employees",
            type: "bands",
            label: "Size of the company",
            score: "fit",
            trait: "employees",
            bands: [
              { label: "middle", from: 100, to: 500, points: 15 },
              { label: "large", from: 500, points: 10 },
            ],
          },
        ],
      },
      example: { events: told({ employees: 500 }), gives: { scores: { fit: 15 } } },
      counter: { events: told({ employees: 99 }), gives: { scores: { fit: 0 } } },
    },
    {
      title: "Values",
      part: {
        rules: [
          {
            id: "role",
            type: "bands",
            label: "Role",
            score: "fit",
            trait: "role",
            bands: [{ in: ["Director", "C-level"], points: 15 }],
          },
        ],
      },
      example: { events: told({ role: "c-level" }), gives: { scores: { fit: 15 } } },
      counter: { events: told({ role: "Student" }), gives: { scores: { fit: 0 } } },
    },
  ],
  "Criteria rule": [
    {
      part: {
        rules: [
          {
            id: "profile",
            type: "criteria",
            label: "Ideal customer",
            score: "fit",
            segment: "enterprise",
            pointsEach: 10,
            criteria: [
              { label: "Works in IT", while: { test: "trait", name: "department", equals: "IT" } },
              { label: "In Poland", while: { test: "trait", name: "country", equals: "PL" } },
            ],
          },
        ],
      },
      example: {
        events: told({ employees: 700, department: "IT", country: "PL" }),
        gives: { scores: { fit: 20 } },
      },
      counter: {
        events: told({ employees: 700, department: "IT", country: "RO" }),
        gives: { scores: { fit: 10 } },
      },
    },
  ],
  Cap: [
    {
      title: "In a rolling window",
      part: { rules: [perView({ cap: { times: 1, withinDays: 7 } })] },
      example: { events: seen("2026-11-13T10:00:00Z", "2026-11-20T10:00:00Z"), gives: { total: 20 } },
      counter: { events: seen("2026-11-13T10:00:01Z", "2026-11-20T10:00:00Z"), gives: { total: 10 } },
    },
    {
      title: "In the visitor's life",
      part: { rules: [perView({ cap: { times: 2 } })] },
      example: { events: seen("2026-01-01", "2026-06-01"), gives: { total: 20 } },
      counter: { events: seen("2026-01-01", "2026-06-01", "2026-11-20"), gives: { total: 20 } },
    },
    {
      title: "In a visit",
      part: { rules: [perView({ cap: { times: 1, per: "session" } })] },
      example: { events: seen("2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z"), gives: { total: 20 } },
      counter: { events: seen("2026-11-20T10:00:00Z", "2026-11-20T10:30:00Z"), gives: { total: 10 } },
    },
    {
      title: "In a calendar day",
      part: { rules: [perView({ cap: { times: 1, per: "day" } })] },
      example: { events: seen("2026-11-20T20:59:59Z", "2026-11-20T21:00:00Z"), gives: { total: 20 } },
      counter: { events: seen("2026-11-20T21:00:00Z", "2026-11-21T20:59:59Z"), gives: { total: 10 } },
    },
  ],
  Decay: [
    {
      title: "Half-life",
      part: { rules: [perView({ decay: { curve: "half_life", halfLifeDays: 30 } })] },
      example: { events: seen("2026-11-20"), now: "2026-12-20", gives: { total: 5 } },
      counter: { events: seen("2026-11-20"), now: "2026-11-20T23:59:59Z", gives: { total: 10 } },
    },
    {
      title: "Linear",
      part: { rules: [perView({ decay: { curve: "linear", days: 10 } })] },
      example: { events: seen("2026-11-20"), now: "2026-11-24", gives: { total: 6 } },
      counter: { events: seen("2026-11-20"), now: "2026-11-30", gives: { total: 0 } },
    },
    {
      title: "Step",
      part: { rules: [perView({ decay: { curve: "step", days: 10 } })] },
      example: { events: seen("2026-11-20"), now: "2026-11-29T23:59:59Z", gives: { total: 10 } },
      counter: { events: seen("2026-11-20"), now: "2026-11-30", gives: { total: 0 } },
    },
  ],
  Group: [
    {
      title: "What is above the maximum is cut off, and stays so",
      part: {
        groups: [
          {
            id: "pages",
            label: "Pages",
            min: -5,
            max: 15,
            decay: { curve: "half_life", halfLifeDays: 30 },
          },
        ],
        rules: [perView({ group: "pages" })],
      },
      example: { events: [{ name: "page_view" }, { name: "page_view" }], gives: { total: 15 } },
      counter: { events: [{ name: "page_view" }], gives: { total: 10 } },
    },
  ],
} satisfies Record<string, PartExample[]>;
