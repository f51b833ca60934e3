import * as v from "valibot";
import { ActionDataSchema, ActionSchema, ActionTextSchema, LinkSchema } from "./action.ts";

/** An action as the browser gets it: one language, ready to show. */
export const ActionPayloadSchema = v.pipe(
  v.strictObject({
    id: ActionSchema.entries.id,
    kind: ActionSchema.entries.kind,
    slot: v.optional(v.string()),
    language: v.pipe(v.string(), v.description("Language of the words.")),
    ...ActionTextSchema.entries,
    title: v.optional(ActionTextSchema.entries.title),
    image: v.optional(LinkSchema),
    promoCode: v.optional(v.string()),
    trait: v.optional(v.string()),
    options: v.optional(v.array(v.strictObject({ value: v.string(), label: v.string() }))),
    products: v.optional(
      v.array(
        v.strictObject({
          name: v.string(),
          link: LinkSchema,
          image: v.optional(LinkSchema),
          price: v.optional(v.string()),
        }),
      ),
    ),
    data: v.optional(ActionDataSchema),
  }),
  v.description("Something to show now."),
);
export type ActionPayload = v.InferOutput<typeof ActionPayloadSchema>;

/** Why an action is, or is not, shown. */
export interface ActionVerdict {
  id: string;
  eligible: boolean;
  reason: VerdictReason;
}

/** Reasons of a verdict: `chosen`, or what stood in the way. */
export type VerdictReason =
  | "chosen"
  | "condition"
  | "disqualified"
  | "schedule"
  | "dismissed"
  | "converted"
  | "cap"
  | "kind_cap"
  | "global_cap"
  | "holdout"
  /** A recommendation of nothing but the product on whose page the visitor is. */
  | "no_product"
  /** A higher priority has the same place. */
  | "place_taken";

/** What the core decides about a visitor now. */
export interface Decision {
  stage: string;
  scores: Record<string, number>;
  total: number;
  segments: string[];
  /** Id of the disqualification that holds, or null. */
  disqualified: string | null;
  actions: ActionPayload[];
  /** Every action of the model, chosen or not. */
  verdicts: ActionVerdict[];
  /** Ids of the actions that would be shown now if the visitor were not held out of them. */
  withheld: string[];
}
