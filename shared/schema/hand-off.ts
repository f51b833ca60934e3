import * as v from "valibot";
import { handOffPurposes } from "./choices.ts";
import { ConditionSchema } from "./condition.ts";
import { IdentifierSchema } from "./identifier.ts";
import { CapSchema } from "./rule.ts";
import { TextsSchema } from "./texts.ts";

/** One of them, with its meaning. */
export const HandOffPurposeSchema = v.pipe(
  v.picklist(handOffPurposes),
  v.description("sales: a person should get in touch. marketing: a campaign should begin."),
);
export type HandOffPurpose = v.InferOutput<typeof HandOffPurposeSchema>;

/** The moment at which a hand-off leaves. */
export const TriggerSchema = v.variant("on", [
  v.pipe(
    v.strictObject({ on: v.literal("stage"), stage: IdentifierSchema }),
    v.description("Each time the visitor enters the stage."),
  ),
  v.pipe(
    v.strictObject({ on: v.literal("event"), when: ConditionSchema }),
    v.description("Each event that meets the condition."),
  ),
]);

/** A lead that leaves the building, to sales or to a campaign. */
export const HandOffSchema = v.pipe(
  v.strictObject({
    id: IdentifierSchema,
    label: TextsSchema,
    purpose: HandOffPurposeSchema,
    trigger: TriggerSchema,
    condition: v.optional(
      v.pipe(
        ConditionSchema,
        v.description("Must hold at that moment too. A disqualified visitor is never handed off."),
      ),
    ),
    cap: v.optional(v.pipe(CapSchema, v.description("How often a visitor is handed off at most."))),
  }),
  v.description("When a lead is handed to sales, or to a campaign."),
);
export type HandOff = v.InferOutput<typeof HandOffSchema>;
