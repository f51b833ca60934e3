import * as v from "valibot";
import { handOffPurposes } from "./choices.ts";
import { HandOffPurposeSchema } from "./hand-off.ts";

/** Which hand-offs a destination takes. */
export const PurposesSchema = v.pipe(
  v.array(HandOffPurposeSchema),
  v.minLength(1),
  v.maxLength(handOffPurposes.length),
  v.description('Which hand-offs it takes; ["sales"] when left out.'),
);

/** What every kind of destination is set up with, beside its own settings. */
export const commonDestinationEntries = {
  name: v.optional(
    v.pipe(v.string(), v.minLength(1), v.maxLength(120), v.description("What to call it in the dashboard.")),
  ),
  purposes: v.optional(PurposesSchema),
  isShare: v.optional(
    v.pipe(
      v.boolean(),
      v.description(
        "Whether giving it a lead is selling or sharing personal data in the sense of California's law. Such a destination gets nobody whose browser sends Global Privacy Control. false when left out.",
      ),
    ),
  ),
};

export const destinationStates = ["active", "paused", "attention", "gone"] as const;
export type DestinationState = (typeof destinationStates)[number];

/** What a setting may be: a text, a number, a yes or no, texts, texts by name, or rows of them. */
export const SettingValueSchema = v.union([
  v.string(),
  v.number(),
  v.boolean(),
  v.array(v.string()),
  v.record(v.string(), v.string()),
  v.array(v.record(v.string(), v.string())),
]);
export type SettingValue = v.InferOutput<typeof SettingValueSchema>;

/** A destination, without its secrets. */
export const DestinationSchema = v.pipe(
  v.strictObject({
    id: v.string(),
    kind: v.string(),
    name: v.string(),
    url: v.pipe(v.string(), v.description("Where it sends to, without secrets.")),
    purposes: v.array(HandOffPurposeSchema),
    isShare: v.pipe(v.boolean(), v.description("It gets nobody whose browser sends Global Privacy Control.")),
    createdAtMs: v.number(),
    state: v.pipe(
      v.picklist(destinationStates),
      v.description(
        "active: delivers. paused: an administrator switched it off. attention: the receiver refuses the credentials or the settings. gone: the receiver answered 410. Whatever it is, hand-offs are taken and wait.",
      ),
    ),
    problem: v.pipe(v.nullable(v.string()), v.description("Why it is stopped; null while it is not.")),
    disabled: v.pipe(v.boolean(), v.description("Switched off, because the receiver answered 410 Gone.")),
    settings: v.pipe(
      v.record(v.string(), SettingValueSchema),
      v.description("Settings of its kind, without the secrets."),
    ),
    secrets: v.pipe(v.array(v.string()), v.description("Names of the secrets that are set.")),
    isSigned: v.pipe(v.boolean(), v.description("Whether it signs with a secret that can be rotated.")),
    previousSecretUntilMs: v.pipe(
      v.nullable(v.number()),
      v.description("Until when it signs with the secret before the last rotation too."),
    ),
    heldUntilMs: v.pipe(
      v.nullable(v.number()),
      v.description("Nothing is tried before this time, since the receiver is down or asked for it."),
    ),
  }),
  v.description("A destination, without its secrets."),
);
export type Destination = v.InferOutput<typeof DestinationSchema>;

export const fieldTypes = [
  "text",
  "secret",
  "url",
  "number",
  "boolean",
  "choice",
  "list",
  "pairs",
  "rows",
] as const;

/** One setting of a kind, as a form shows it. */
export interface SettingField {
  name: string;
  label: string;
  help: string;
  type: (typeof fieldTypes)[number];
  isRequired: boolean;
  example: string;
  /** Taken on a developer's machine only. */
  isLocalOnly: boolean;
  choices?: string[];
  /** Of `rows`: what each row holds. */
  columns?: SettingField[];
}

export const SettingFieldSchema: v.GenericSchema<SettingField> = v.strictObject({
  name: v.string(),
  label: v.string(),
  help: v.string(),
  type: v.picklist(fieldTypes),
  isRequired: v.boolean(),
  example: v.string(),
  isLocalOnly: v.boolean(),
  choices: v.optional(v.array(v.string())),
  columns: v.optional(v.array(v.lazy(() => SettingFieldSchema))),
}) as v.GenericSchema<SettingField>;

/** A kind of destination, as a form shows it. */
export const DestinationKindSchema = v.pipe(
  v.strictObject({
    kind: v.string(),
    label: v.string(),
    description: v.string(),
    fields: v.array(SettingFieldSchema),
  }),
  v.description("A kind of destination and what it has to be told."),
);
export type DestinationKindDescription = v.InferOutput<typeof DestinationKindSchema>;

/** `cancelled`: the visitor withdrew consent or objected before it left; it is never sent. */
export const deliveryStates = ["pending", "delivered", "dead", "cancelled"] as const;

/** One hand-off on its way to one destination. */
export const DeliverySchema = v.pipe(
  v.strictObject({
    id: v.pipe(v.string(), v.description("Stable over all tries: the receiver's key against doubles.")),
    handOffId: v.string(),
    leadId: v.string(),
    state: v.picklist(deliveryStates),
    attempts: v.number(),
    createdAtMs: v.number(),
    nextAttemptAtMs: v.pipe(
      v.nullable(v.number()),
      v.description("Null while pending: it waits for an earlier hand-off of the same lead."),
    ),
    deliveredAtMs: v.nullable(v.number()),
    lastAttemptAtMs: v.nullable(v.number()),
    lastStatus: v.pipe(
      v.nullable(v.number()),
      v.description("Status of the last answer; null when there was none."),
    ),
    lastError: v.pipe(v.nullable(v.string()), v.description("Why the last try failed.")),
  }),
  v.description("One hand-off on its way to one destination."),
);
export type Delivery = v.InferOutput<typeof DeliverySchema>;

/** One request to a receiver and the status of its answer. */
export const ExchangeSchema = v.pipe(
  v.strictObject({
    method: v.string(),
    url: v.string(),
    headers: v.record(v.string(), v.string()),
    body: v.pipe(
      v.nullable(v.string()),
      v.description("As it was sent, at most 16,384 characters; secrets are hidden."),
    ),
    status: v.pipe(v.nullable(v.number()), v.description("Null when no answer came.")),
    atMs: v.number(),
    durationMs: v.number(),
  }),
  v.description("A request to a receiver, with its secrets hidden, and the status of the answer."),
);
export type Exchange = v.InferOutput<typeof ExchangeSchema>;

export const failureKinds = ["retry", "rejected", "attention", "gone"] as const;

/** How a test went. */
export const DestinationTestSchema = v.pipe(
  v.strictObject({
    outcome: v.picklist(["delivered", ...failureKinds]),
    status: v.nullable(v.number()),
    error: v.nullable(v.string()),
    exchanges: v.array(ExchangeSchema),
  }),
  v.description("What came of a test: the outcome, and each request that was made."),
);
export type DestinationTest = v.InferOutput<typeof DestinationTestSchema>;

/** By what a receiver may know a person. */
export interface GivenName {
  email: string | null;
  phone: string | null;
}

/** What a hand-off carries: who, why, what and where. */
export interface HandOffPayload {
  /** Stable id of the hand-off: the same for every destination and every try. */
  id: string;
  /** `lead.sales` or `lead.marketing`; `visitor.erased` of a notice that a person was erased. */
  type: string;
  handOffId: string;
  /** Set on the made-up lead of "send a test": nobody is waiting for a call. */
  isTest?: true;
  site: string;
  atMs: number;
  /** Of `visitor.erased`: under which ids the receiver may know the person. */
  erased?: { visitorIds: string[]; handOffIds: string[] };
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
    /** The stage as people call it; missing in hand-offs from before it was told. */
    stageLabel?: string;
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
