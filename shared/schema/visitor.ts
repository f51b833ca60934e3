import * as v from "valibot";
import { deliveryStates } from "./destination.ts";
import {
  AccountNameSchema,
  IdentityKindSchema,
  MergedDeviceSchema,
  PossibleDuplicateSchema,
} from "./identity.ts";
import { ObjectionSchema } from "./objection.ts";
import { ReceiptSchema, StageChangeSchema } from "./receipt.ts";

/** What speaks against a lead. */
export const leadDoubts = ["disposable_mail", "trapped_form"] as const;
export type LeadDoubt = (typeof leadDoubts)[number];

/** A visitor as a line of the lead book. */
export const LeadSummarySchema = v.pipe(
  v.strictObject({
    id: v.pipe(v.string(), v.description("The visitor's id.")),
    email: v.nullable(v.string()),
    phone: v.nullable(v.string()),
    userId: v.optional(
      v.pipe(v.string(), v.description("What the site calls the visitor; left out when it has not said.")),
    ),
    name: v.nullable(v.string()),
    company: v.nullable(v.string()),
    account: v.pipe(v.nullable(AccountNameSchema), v.description("The account that the visitor is in.")),
    stage: v.string(),
    scores: v.pipe(v.record(v.string(), v.number()), v.description("Each score inside its bounds.")),
    total: v.pipe(
      v.number(),
      v.description(
        "In the lead book, where points fade: of somebody who is known, as it was today or within a tenth of it; of others, as it was when they were last seen. A lead's page has it as it is now.",
      ),
    ),
    country: v.nullable(v.string()),
    lastActivity: v.pipe(v.nullable(v.string()), v.description("Name of the last event.")),
    lastPath: v.pipe(v.nullable(v.string()), v.description("Path of the last page.")),
    events: v.pipe(v.number(), v.description("Events counted.")),
    firstSeenAtMs: v.number(),
    lastSeenAtMs: v.number(),
    doubts: v.optional(
      v.pipe(
        v.array(v.picklist(leadDoubts)),
        v.description(
          "Why the lead may be none; left out when nothing speaks for it. disposable_mail: the address is one to be thrown away. trapped_form: a field was filled in that people do not see; such a form earns nothing.",
        ),
      ),
    ),
  }),
  v.description("A visitor as a line of the lead book."),
);
export type LeadSummary = v.InferOutput<typeof LeadSummarySchema>;

/** An event as the timeline shows it. */
export const TimelineEntrySchema = v.strictObject({
  eventId: v.string(),
  name: v.string(),
  atMs: v.number(),
  source: v.picklist(["browser", "server"]),
  path: v.nullable(v.string()),
  pageKind: v.nullable(v.string()),
  title: v.nullable(v.string()),
  properties: v.record(v.string(), v.unknown()),
  points: v.pipe(v.number(), v.description("Points that this event earned.")),
  total: v.pipe(v.number(), v.description("The total after it.")),
  stage: v.pipe(v.string(), v.description("The stage after it.")),
});
export type TimelineEntry = v.InferOutput<typeof TimelineEntrySchema>;

/** How far a hand-off has come with one destination. */
export const HandOffDeliverySchema = v.strictObject({
  destinationId: v.string(),
  state: v.pipe(
    v.picklist([...deliveryStates, "forgotten"]),
    v.description(
      "pending: it waits, or is tried again. delivered. dead: given up on. cancelled: the visitor said no before it left. forgotten: the log of this destination has it no more, after a month or with the destination.",
    ),
  ),
  attempts: v.number(),
  deliveredAtMs: v.nullable(v.number()),
  error: v.pipe(v.nullable(v.string()), v.description("Why the last try failed, or why it was ended.")),
});
export type HandOffDelivery = v.InferOutput<typeof HandOffDeliverySchema>;

/** A hand-off as the lead page shows it. */
export const HandOffRecordSchema = v.strictObject({
  id: v.string(),
  handOffId: v.string(),
  label: v.string(),
  purpose: v.string(),
  atMs: v.number(),
  eventId: v.string(),
  state: v.pipe(
    v.picklist(["pending", "sent", "no_destination", "held", "withdrawn"]),
    v.description(
      "pending: not yet with the destinations. sent: with them; their delivery log has the rest. no_destination: none takes this purpose. held: there were too many in an hour, and nobody has let it go. withdrawn: the visitor withdrew consent or objected before it left, or a merge was undone.",
    ),
  ),
  destinations: v.pipe(v.array(v.string()), v.description("Ids of the destinations that took it.")),
  deliveries: v.pipe(
    v.array(HandOffDeliverySchema),
    v.description("How far it has come with each of them, as they know it now."),
  ),
  retired: v.pipe(
    v.nullable(v.literal("merge_undone")),
    v.description(
      "merge_undone: what triggered it counts for another lead since a merge was undone. Where it has left, it stays with the receiver; what comes may be handed off again, under another id.",
    ),
  ),
});
export type HandOffRecord = v.InferOutput<typeof HandOffRecordSchema>;

/** An event that was refused, kept with its reason. */
export const RejectedEventSchema = v.strictObject({
  receivedAtMs: v.number(),
  code: v.string(),
  message: v.string(),
  body: v.pipe(v.string(), v.description("The event as JSON text, at most 4,096 characters.")),
});
export type RejectedEvent = v.InferOutput<typeof RejectedEventSchema>;

/** A visitor in full, as the lead page shows it. */
export const LeadSchema = v.pipe(
  v.strictObject({
    ...LeadSummarySchema.entries,
    traits: v.record(v.string(), v.unknown()),
    disqualification: v.pipe(
      v.nullable(v.strictObject({ id: v.string(), label: v.string() })),
      v.description("Why nobody is handed this lead, in the language asked for; null when it may be."),
    ),
    objection: v.pipe(
      v.nullable(ObjectionSchema),
      v.description("Set when the person has objected to being scored: no points, no actions, no hand-offs."),
    ),
    modelVersion: v.number(),
    receipts: v.pipe(v.array(ReceiptSchema), v.description("Sum to the total.")),
    explanation: v.pipe(
      v.array(v.string()),
      v.description("The receipts in words, in the language asked for."),
    ),
    stages: v.pipe(v.array(StageChangeSchema), v.description("Stage history.")),
    timeline: v.pipe(v.array(TimelineEntrySchema), v.description("Newest first.")),
    handOffs: v.array(HandOffRecordSchema),
    proved: v.pipe(v.array(IdentityKindSchema), v.description("What the visitor has proved to be theirs.")),
    devices: v.pipe(v.array(MergedDeviceSchema), v.description("Further devices whose events count here.")),
    duplicates: v.pipe(
      v.array(PossibleDuplicateSchema),
      v.description("Other leads that may be the same person; nobody has decided yet."),
    ),
    rejected: v.array(RejectedEventSchema),
  }),
  v.description("A visitor in full."),
);
export type Lead = v.InferOutput<typeof LeadSchema>;
