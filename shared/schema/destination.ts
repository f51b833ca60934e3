import * as v from "valibot";
import { HandOffPurposeSchema, handOffPurposes } from "./hand-off.ts";

/** Kinds of destination. A kind is one file in `worker/destinations/`. */
export const destinationKinds = ["webhook"] as const;

/** What is sent to set up a destination. */
export const NewDestinationSchema = v.pipe(
  v.strictObject({
    kind: v.picklist(destinationKinds),
    url: v.pipe(
      v.string(),
      v.maxLength(2048),
      v.url("must be an address"),
      v.description(
        "Where the hand-offs go: https, a host name, port 443. In local mode loopback addresses too.",
      ),
    ),
    name: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(120))),
    purposes: v.optional(
      v.pipe(
        v.array(HandOffPurposeSchema),
        v.minLength(1),
        v.maxLength(handOffPurposes.length),
        v.description('Which hand-offs it takes; ["sales"] when left out.'),
      ),
    ),
  }),
  v.description("A destination to set up."),
);
export type NewDestination = v.InferOutput<typeof NewDestinationSchema>;

/** A destination, without its secret. */
export const DestinationSchema = v.pipe(
  v.strictObject({
    id: v.string(),
    kind: v.picklist(destinationKinds),
    name: v.string(),
    url: v.string(),
    purposes: v.array(HandOffPurposeSchema),
    createdAtMs: v.number(),
    disabled: v.pipe(v.boolean(), v.description("Switched off, because the receiver answered 410 Gone.")),
  }),
  v.description("A destination, without its secret."),
);
export type Destination = v.InferOutput<typeof DestinationSchema>;

export const deliveryStates = ["pending", "delivered", "dead"] as const;

/** One hand-off on its way to one destination. */
export const DeliverySchema = v.pipe(
  v.strictObject({
    id: v.pipe(v.string(), v.description("Stable over all tries: the receiver's key against doubles.")),
    handOffId: v.string(),
    leadId: v.string(),
    state: v.picklist(deliveryStates),
    attempts: v.number(),
    createdAtMs: v.number(),
    nextAttemptAtMs: v.nullable(v.number()),
    deliveredAtMs: v.nullable(v.number()),
    lastStatus: v.pipe(
      v.nullable(v.number()),
      v.description("Status of the last answer; null when there was none."),
    ),
    lastError: v.pipe(v.nullable(v.string()), v.description("Why the last try failed.")),
  }),
  v.description("One hand-off on its way to one destination."),
);
export type Delivery = v.InferOutput<typeof DeliverySchema>;

/** What a hand-off carries: who, why, what and where. */
export interface HandOffPayload {
  /** Stable id of the hand-off: the same for every destination and every try. */
  id: string;
  /** `lead.sales` or `lead.marketing`. */
  type: string;
  handOffId: string;
  site: string;
  atMs: number;
  who: {
    visitorId: string;
    /** How to reach them: the phone if known, else e-mail, else nothing yet. */
    channel: "phone" | "email" | "none";
    email: string | null;
    phone: string | null;
    name: string | null;
    company: string | null;
    traits: Record<string, unknown>;
  };
  why: {
    total: number;
    scores: Record<string, number>;
    stage: string;
    modelVersion: number;
    /** The receipts up to this moment; they sum to the total. */
    receipts: unknown[];
    /** The receipts in words. */
    summary: string[];
  };
  what: {
    /** Model of interest: the last `model` that a form gave. */
    model: string | null;
    /** Free fields of the last form. */
    form: Record<string, unknown>;
    /** Paths seen, the newest last, each once. */
    pages: string[];
    campaign: Record<string, string>;
  };
  where: {
    /** Address of the lead in the dashboard. */
    lead: string | null;
  };
}
