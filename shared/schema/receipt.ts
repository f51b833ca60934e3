import * as v from "valibot";
import { TextsSchema } from "./texts.ts";

/** What kind of line a receipt is. */
export const receiptKinds = ["event", "state", "bound"] as const;

/**
 * One line of the account of a score. The sum of `points` over all receipts of a visitor is the
 * total, always: what a cap withheld has a line with 0 points, what a bound cut has a line of its own.
 */
export const ReceiptSchema = v.pipe(
  v.strictObject({
    kind: v.pipe(
      v.picklist(receiptKinds),
      v.description(
        "event: paid once. state: pays as long as it holds. bound: what a minimum or maximum took or gave.",
      ),
    ),
    points: v.pipe(v.number(), v.integer(), v.description("What was credited.")),
    nominal: v.pipe(v.number(), v.integer(), v.description("What the rule says, before its cap.")),
    score: v.pipe(v.nullable(v.string()), v.description("The score; null when it is the total's own bound.")),
    ruleId: v.pipe(v.nullable(v.string()), v.description("The rule; null for a bound.")),
    label: v.pipe(TextsSchema, v.description("What the visitor did, in words.")),
    eventId: v.pipe(v.nullable(v.string()), v.description("messageId of the event; null for a bound.")),
    atMs: v.pipe(v.number(), v.integer(), v.description("Time of the event, milliseconds since 1970.")),
    modelVersion: v.pipe(v.number(), v.integer(), v.description("Version of the model that paid.")),
    reason: v.pipe(
      v.picklist(["granted", "capped", "bot", "minimum", "maximum"]),
      v.description("Why points differ from nominal."),
    ),
  }),
  v.description("One line of the account of a score; all lines together sum to the total."),
);
export type Receipt = v.InferOutput<typeof ReceiptSchema>;

/** A visitor entered or left a stage. */
export const StageChangeSchema = v.strictObject({
  stage: v.string(),
  kind: v.picklist(["entered", "left"]),
  eventId: v.string(),
  atMs: v.pipe(v.number(), v.integer()),
  ordinal: v.pipe(
    v.number(),
    v.integer(),
    v.description("The how-manieth time the stage was entered, from 1."),
  ),
  total: v.pipe(v.number(), v.integer()),
});
export type StageChange = v.InferOutput<typeof StageChangeSchema>;
