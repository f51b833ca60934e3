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
          "In the window (t - withinDays, t] of event time, in days of 24 hours. Left out: in the visitor's life.",
        ),
      ),
    ),
  }),
  v.description("How often the rule pays at most, in a rolling window or ever."),
);
export type Cap = v.InferOutput<typeof CapSchema>;

const common = {
  id: IdentifierSchema,
  label: v.pipe(TextsSchema, v.description("What the visitor did, as a receipt says it.")),
  score: v.pipe(IdentifierSchema, v.description("The score that the points go to.")),
  points: PointsSchema,
};

export const EventRuleSchema = v.pipe(
  v.strictObject({
    ...common,
    type: v.literal("event"),
    when: v.pipe(ConditionSchema, v.description("Pays each time an event meets this.")),
    cap: v.optional(CapSchema),
  }),
  v.description("Pays each time its event happens, up to its cap."),
);
export type EventRule = v.InferOutput<typeof EventRuleSchema>;

export const StateRuleSchema = v.pipe(
  v.strictObject({
    ...common,
    type: v.literal("state"),
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

/** A rule of a model. */
export const RuleSchema = v.variant("type", [EventRuleSchema, StateRuleSchema]);
export type Rule = v.InferOutput<typeof RuleSchema>;
