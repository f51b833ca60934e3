import * as v from "valibot";
import { AuditRowSchema } from "./admin.ts";
import { DeliverySchema, ExchangeSchema } from "./destination.ts";
import { IdentityKindSchema, VisitorIdSchema } from "./identity.ts";
import { SourceDeliverySchema } from "./source.ts";
import { LeadSchema, LeadSummarySchema } from "./visitor.ts";

/** Who is meant: one of the names that a person may be known by. */
export const PersonSchema = v.pipe(
  v.strictObject({
    leadId: v.optional(VisitorIdSchema),
    email: v.optional(v.pipe(v.string(), v.maxLength(254))),
    userId: v.optional(v.pipe(v.string(), v.maxLength(256))),
    phone: v.optional(v.pipe(v.string(), v.maxLength(64))),
  }),
  v.check((person) => Object.keys(person).length === 1, "must name one of leadId, email, userId, phone"),
  v.description("Who is meant, by one name."),
);
export type Person = v.InferOutput<typeof PersonSchema>;

/** What became of a receiver's copy. */
export const ToldReceiverSchema = v.strictObject({
  destinationId: v.string(),
  kind: v.string(),
  how: v.pipe(
    v.picklist(["told", "nothing_left", "by_hand"]),
    v.description(
      "told: a message or a request to delete is on its way. nothing_left: nothing of the person had left. by_hand: this kind cannot take it back, `note` says what to do.",
    ),
  ),
  note: v.nullable(v.string()),
});
export type ToldReceiver = v.InferOutput<typeof ToldReceiverSchema>;

/** Answer to an erasure: numbers and ids, nothing of the person. */
export const ErasureSchema = v.pipe(
  v.strictObject({
    leadId: v.string(),
    visitors: v.pipe(v.number(), v.description("Devices and former ids, the lead itself included.")),
    identities: v.pipe(v.number(), v.description("Addresses, numbers and user ids that led to the person.")),
    deliveries: v.pipe(
      v.number(),
      v.description("Deliveries taken out of the destinations' queues and logs."),
    ),
    auditRows: v.pipe(
      v.array(v.number()),
      v.description(
        "Rows of the audit log that said something of the person, and now say only that they were there.",
      ),
    ),
    receivers: v.array(ToldReceiverSchema),
    possible: v.pipe(
      v.array(v.string()),
      v.description(
        "Leads that told the same address and proved nothing. They are somebody else's until somebody says otherwise; erase them by their id.",
      ),
    ),
  }),
  v.description("What was erased."),
);
export type Erasure = v.InferOutput<typeof ErasureSchema>;

/** Everything that is kept of one person. */
export const PersonExportSchema = v.pipe(
  v.strictObject({
    exportedAtMs: v.number(),
    site: v.string(),
    lead: v.pipe(
      LeadSchema,
      v.description("Scores, receipts, stages and timeline, as the lead's page shows them."),
    ),
    visitors: v.pipe(
      v.array(v.looseObject({ visitorId: v.string() })),
      v.description(
        "Each device, as it is stored: `events`, `rejected`, `handOffs` with what they carried, which kinds of names it `told`, the merges, an objection.",
      ),
    ),
    identities: v.pipe(
      v.array(v.strictObject({ kind: IdentityKindSchema, visitorId: v.string(), isProved: v.boolean() })),
      v.description(
        "Names that lead here. Stored is a keyed hash of each; the name itself is in the events.",
      ),
    ),
    lines: v.pipe(v.array(LeadSummarySchema), v.description("Lines of the lead book.")),
    destinations: v.pipe(
      v.array(
        v.strictObject({
          destination: v.strictObject({ id: v.string(), kind: v.string(), name: v.string() }),
          deliveries: v.array(
            v.strictObject({
              delivery: DeliverySchema,
              payload: v.unknown(),
              exchanges: v.array(ExchangeSchema),
            }),
          ),
        }),
      ),
      v.description("Who received something, what, and the requests of the last try."),
    ),
    sources: v.pipe(
      v.array(v.strictObject({ sourceId: v.string(), delivery: SourceDeliverySchema })),
      v.description("Lines of the sources' logs that name the person."),
    ),
    audit: v.pipe(v.array(AuditRowSchema), v.description("What administrators changed about the person.")),
    possible: v.pipe(
      v.array(v.string()),
      v.description("Leads that told the same and proved nothing; nothing of theirs is in here."),
    ),
  }),
  v.description("Everything that is kept of one person."),
);
export type PersonExport = v.InferOutput<typeof PersonExportSchema>;
