import * as v from "valibot";
import { ConditionSchema } from "./condition.ts";
import { IdentifierSchema } from "./identifier.ts";
import { TextsSchema } from "./texts.ts";

/** The score that opens a stage, and the one below which the stage is left. */
export const ThresholdSchema = v.pipe(
  v.strictObject({
    of: v.optional(v.pipe(IdentifierSchema, v.description("A score's id; the total when left out."))),
    atLeast: v.pipe(
      v.number(),
      v.integer(),
      v.description("The stage is entered when the score reaches this."),
    ),
    rearmBelow: v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.description(
          "The stage is left, and can be entered again, when the score falls below this. At most atLeast; atLeast when left out.",
        ),
      ),
    ),
  }),
  v.check(
    (threshold) => threshold.rearmBelow === undefined || threshold.rearmBelow <= threshold.atLeast,
    "rearmBelow must not be above atLeast",
  ),
  v.description("A score to reach, with hysteresis."),
);

/** A stage of the way from first touch to customer, in the order in which the model lists them. */
export const StageSchema = v.pipe(
  v.strictObject({
    id: IdentifierSchema,
    label: TextsSchema,
    definition: v.optional(
      v.pipe(TextsSchema, v.description("The definition in words, on which marketing and sales agreed.")),
    ),
    threshold: v.optional(ThresholdSchema),
    entry: v.optional(
      v.pipe(
        ConditionSchema,
        v.description(
          "Must hold to enter. A stage without a threshold is left when it no longer holds, also by time alone.",
        ),
      ),
    ),
    exit: v.optional(
      v.pipe(
        ConditionSchema,
        v.description("The stage is left when this holds, whatever the score, also by time alone."),
      ),
    ),
    coolDownDays: v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.maxValue(3650),
        v.description("Days after leaving during which it cannot be entered again."),
      ),
    ),
  }),
  v.description("A stage. The first one has neither threshold nor entry: everybody begins there."),
);
export type Stage = v.InferOutput<typeof StageSchema>;
