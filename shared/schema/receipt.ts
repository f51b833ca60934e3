import * as v from "valibot";
import { TextsSchema } from "./texts.ts";

/** What kind of line a receipt is. */
export const receiptKinds = ["event", "state", "manual", "decay", "bound"] as const;

/**
 * One line of the account of a score. The sum of `points` over all receipts of a visitor is the
 * total, always: what a cap withheld has a line with 0 points, what a bound cut has a line of its own.
 */
export const ReceiptSchema = v.pipe(
  v.strictObject({
    kind: v.pipe(
      v.picklist(receiptKinds),
      v.description(
        "event: paid once. state: pays as long as it holds. manual: somebody adjusted it. decay: what age took. bound: what a limit took or gave.",
      ),
    ),
    points: v.pipe(v.number(), v.integer(), v.description("What was credited.")),
    nominal: v.pipe(v.number(), v.integer(), v.description("What the rule says, before its cap.")),
    score: v.pipe(v.nullable(v.string()), v.description("The score; null when it is the total's own bound.")),
    ruleId: v.pipe(v.nullable(v.string()), v.description("The rule; null for a bound.")),
    segment: v.optional(
      v.pipe(v.string(), v.description("The score sheet it is on, when it is a segment's.")),
    ),
    detail: v.optional(v.pipe(v.array(TextsSchema), v.description("Which criteria held, or which band."))),
    label: v.pipe(TextsSchema, v.description("What the visitor did, in words.")),
    eventId: v.pipe(v.nullable(v.string()), v.description("messageId of the event; null for a bound.")),
    atMs: v.pipe(v.number(), v.integer(), v.description("Time of the event, milliseconds since 1970.")),
    modelVersion: v.pipe(v.number(), v.integer(), v.description("Version of the model that paid.")),
    reason: v.pipe(
      v.picklist([
        "granted",
        "capped",
        "group",
        "bot",
        "quarantined",
        "released",
        "voided",
        "segment",
        "age",
        "browser",
        "minimum",
        "maximum",
      ]),
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
  eventId: v.pipe(
    v.nullable(v.string()),
    v.description(
      "Null when time went by and nothing happened: points faded, or a condition no longer held.",
    ),
  ),
  atMs: v.pipe(v.number(), v.integer()),
  ordinal: v.pipe(
    v.number(),
    v.integer(),
    v.description("The how-manieth time the stage was entered, from 1."),
  ),
  total: v.pipe(v.number(), v.integer()),
});
export type StageChange = v.InferOutput<typeof StageChangeSchema>;
