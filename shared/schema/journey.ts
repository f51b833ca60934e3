import * as v from "valibot";
import { IncomingEventSchema } from "./event.ts";

/** What must be so after a step. What is left out is not looked at. */
export const ExpectationSchema = v.strictObject({
  total: v.optional(v.pipe(v.number(), v.integer())),
  scores: v.optional(
    v.pipe(
      v.record(v.string(), v.number()),
      v.description("Scores by id; those left out are not looked at."),
    ),
  ),
  stage: v.optional(v.string()),
  segments: v.optional(v.array(v.string())),
  disqualified: v.optional(v.nullable(v.string())),
  actions: v.optional(v.pipe(v.array(v.string()), v.description("Ids of the actions shown, in any order."))),
  handOffs: v.optional(
    v.pipe(
      v.array(v.string()),
      v.description("All hand-offs so far, as <id>.<how-manieth>, in order: sales.1"),
    ),
  ),
});
export type Expectation = v.InferOutput<typeof ExpectationSchema>;

/** What a visitor does at one moment, and what must be so after it. */
export const StepSchema = v.strictObject({
  daysAgo: v.pipe(
    v.number(),
    v.minValue(0),
    v.description("When, in days before the end of the journey; fractions are fine."),
  ),
  source: v.optional(
    v.pipe(v.picklist(["browser", "server"]), v.description("Who reports it; browser when left out.")),
  ),
  events: v.pipe(
    v.array(
      v.strictObject({
        ...v.partial(v.strictObject(IncomingEventSchema.entries)).entries,
        type: IncomingEventSchema.entries.type,
      }),
    ),
    v.description(
      "Events as they are sent; messageId and timestamp are filled in. No events: only time passes.",
    ),
  ),
  expect: v.optional(ExpectationSchema),
});
export type Step = v.InferOutput<typeof StepSchema>;

/** A golden journey: what a visitor does, and what must come out, to the point. */
export const JourneySchema = v.strictObject({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  title: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  steps: v.pipe(v.array(StepSchema), v.minLength(1)),
  receipts: v.optional(
    v.pipe(
      v.array(v.tuple([v.nullable(v.string()), v.number(), v.string()])),
      v.description("All receipts at the end: rule (null for none), points, reason."),
    ),
  ),
  sales: v.optional(
    v.pipe(
      v.strictObject({
        channel: v.string(),
        model: v.optional(v.nullable(v.string())),
        total: v.number(),
        receipts: v.optional(v.number()),
      }),
      v.description("What the first hand-off to sales carries."),
    ),
  ),
});
export type Journey = v.InferOutput<typeof JourneySchema>;

/** A file of golden journeys: a site's own tests of its model. */
export const JourneysSchema = v.pipe(
  v.strictObject({
    $schema: v.optional(v.string()),
    journeys: v.pipe(v.array(JourneySchema), v.minLength(1)),
  }),
  v.title("Scoreline journeys"),
  v.description("Golden journeys: what visitors do, and what must come out."),
);
export type Journeys = v.InferOutput<typeof JourneysSchema>;
