import * as v from "valibot";
import { ConditionSchema } from "./condition.ts";
import { IdentifierSchema } from "./identifier.ts";
import { TextsSchema } from "./texts.ts";

/** Points of one rule: a whole number, never 0. */
export const PointsSchema = v.pipe(
  v.number(),
  v.integer("must be a whole number"),
  v.minValue(-10_000),
  v.maxValue(10_000),
  v.check((points) => points !== 0, "must not be 0: a rule that pays nothing has no effect"),
  v.description("Whole number from -10000 to 10000, not 0."),
);

/** How often a rule may pay. */
export const CapSchema = v.pipe(
  v.strictObject({
    times: v.pipe(v.number(), v.integer(), v.minValue(1), v.description("How often the rule pays at most.")),
    withinDays: v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.maxValue(3650),
        v.description(
          "In the window (t - withinDays, t] of event time, in days of 24 hours. Left out, with per: in the visitor's life.",
        ),
      ),
    ),
    per: v.optional(
      v.pipe(
        v.picklist(["session", "day"]),
        v.description("Instead of withinDays: in a visit, or in a calendar day of the model's time zone."),
      ),
    ),
  }),
  v.check(
    (cap) => cap.withinDays === undefined || cap.per === undefined,
    "withinDays and per exclude each other",
  ),
  v.description("How often the rule pays at most, in a rolling window or ever."),
);
export type Cap = v.InferOutput<typeof CapSchema>;

/** How points lose weight with age, in whole days of UTC (hours when the half-life is below three days). */
export const DecaySchema = v.pipe(
  v.variant("curve", [
    v.pipe(
      v.strictObject({
        curve: v.literal("half_life"),
        halfLifeDays: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650)),
      }),
      v.description("Half of it is left after halfLifeDays, a quarter after twice as many."),
    ),
    v.strictObject({
      curve: v.literal("linear"),
      days: v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.maxValue(3650),
        v.description("Nothing is left after so many days."),
      ),
    }),
    v.strictObject({
      curve: v.literal("step"),
      days: v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.maxValue(3650),
        v.description("All of it until then, nothing after."),
      ),
    }),
  ]),
  v.description("How points lose weight with age."),
);
export type Decay = v.InferOutput<typeof DecaySchema>;

const common = {
  id: IdentifierSchema,
  label: v.pipe(TextsSchema, v.description("What the visitor did, as a receipt says it.")),
  score: v.pipe(IdentifierSchema, v.description("The score that the points go to.")),
  segment: v.optional(
    v.pipe(
      IdentifierSchema,
      v.description("The score sheet of this segment: it counts while the visitor is in it."),
    ),
  ),
};

export const EventRuleSchema = v.pipe(
  v.strictObject({
    ...common,
    type: v.literal("event"),
    points: PointsSchema,
    when: v.pipe(ConditionSchema, v.description("Pays each time an event meets this.")),
    cap: v.optional(CapSchema),
    group: v.optional(
      v.pipe(IdentifierSchema, v.description("The group whose limits hold for these points.")),
    ),
    decay: v.optional(
      v.pipe(DecaySchema, v.description("Of this rule's points, over that of its group and score.")),
    ),
  }),
  v.description("Pays each time its event happens, up to its cap."),
);
export type EventRule = v.InferOutput<typeof EventRuleSchema>;

export const StateRuleSchema = v.pipe(
  v.strictObject({
    ...common,
    type: v.literal("state"),
    points: PointsSchema,
    while: v.pipe(
      ConditionSchema,
      v.description(
        "Pays as long as this holds; the points go away when it no longer does. Tests on traits and identity.",
      ),
    ),
  }),
  v.description("Pays as long as its condition holds: fit."),
);
export type StateRule = v.InferOutput<typeof StateRuleSchema>;

const ZeroPoints = v.pipe(
  v.number(),
  v.integer("must be a whole number"),
  v.minValue(-10_000),
  v.maxValue(10_000),
);

/** One band of a table. */
export const BandSchema = v.pipe(
  v.strictObject({
    label: v.optional(TextsSchema),
    in: v.optional(v.pipe(v.array(v.union([v.string(), v.number(), v.boolean()])), v.minLength(1))),
    from: v.optional(v.pipe(v.number(), v.finite(), v.description("Lowest number, included."))),
    to: v.optional(v.pipe(v.number(), v.finite(), v.description("Highest number, included."))),
    points: v.pipe(ZeroPoints, v.description("May be 0.")),
  }),
  v.check(
    (band) => (band.in !== undefined) !== (band.from !== undefined || band.to !== undefined),
    "needs in, or from and to",
  ),
  v.check(
    (band) => band.from === undefined || band.to === undefined || band.from <= band.to,
    "from must not be above to",
  ),
  v.description("Values and their points; the first band that holds the value pays."),
);

export const BandsRuleSchema = v.pipe(
  v.strictObject({
    ...common,
    type: v.literal("bands"),
    trait: v.pipe(
      v.string(),
      v.minLength(1),
      v.maxLength(128),
      v.description("The trait that is looked up."),
    ),
    bands: v.pipe(v.array(BandSchema), v.minLength(1), v.maxLength(100)),
  }),
  v.description("Fit by a table: the points of the first band that holds the trait's value."),
);
export type BandsRule = v.InferOutput<typeof BandsRuleSchema>;

export const CriteriaRuleSchema = v.pipe(
  v.strictObject({
    ...common,
    type: v.literal("criteria"),
    pointsEach: PointsSchema,
    criteria: v.pipe(
      v.array(v.strictObject({ label: TextsSchema, while: ConditionSchema })),
      v.minLength(1),
      v.maxLength(100),
    ),
  }),
  v.description("An ideal customer profile: points for each criterion that holds."),
);
export type CriteriaRule = v.InferOutput<typeof CriteriaRuleSchema>;

/** A rule of a model. */
export const RuleSchema = v.variant("type", [
  EventRuleSchema,
  StateRuleSchema,
  BandsRuleSchema,
  CriteriaRuleSchema,
]);
export type Rule = v.InferOutput<typeof RuleSchema>;
