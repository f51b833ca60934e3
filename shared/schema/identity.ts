import * as v from "valibot";
import { limits } from "../limits.ts";

/** What can name a person. */
export const identityKinds = ["email", "user_id", "phone"] as const;
export const IdentityKindSchema = v.picklist(identityKinds);
export type IdentityKind = v.InferOutput<typeof IdentityKindSchema>;

/** Why two visitors are one person. */
export const mergeReasons = ["token", "link", "person", "told"] as const;
export const MergeReasonSchema = v.pipe(
  v.picklist(mergeReasons),
  v.description(
    "token: the site's own server signed it. link: a signed link in an e-mail was opened. person: somebody decided it in the dashboard. told: servers had told of the person before anybody came, and this lead was the first to give the name.",
  ),
);
export type MergeReason = v.InferOutput<typeof MergeReasonSchema>;

/** A visitor's id: 128 bits as base64url. */
export const VisitorIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/, "must be a visitor's id"));

/** A device whose events count for a lead. */
export const MergedDeviceSchema = v.pipe(
  v.strictObject({
    id: v.string(),
    reason: MergeReasonSchema,
    atMs: v.pipe(v.number(), v.description("When it was merged.")),
    events: v.pipe(v.number(), v.description("Events that it has brought.")),
    lastSeenAtMs: v.pipe(v.nullable(v.number()), v.description("Its latest event; null without one.")),
    isProved: v.pipe(
      v.boolean(),
      v.description("It proved who uses it, so that its answers are decided from the whole of the lead."),
    ),
    isFormerId: v.pipe(
      v.boolean(),
      v.description(
        "No other device, but the id that the same browser had before it proved who uses it, or the one under which servers told of the person before they came.",
      ),
    ),
  }),
  v.description("A device whose events count for a lead."),
);
export type MergedDevice = v.InferOutput<typeof MergedDeviceSchema>;

/** Another lead that may be the same person: it told the same identity and did not prove it. */
export const PossibleDuplicateSchema = v.pipe(
  v.strictObject({
    id: v.string(),
    kinds: v.pipe(v.array(IdentityKindSchema), v.description("What both of them told.")),
    atMs: v.number(),
  }),
  v.description("Another lead that may be the same person."),
);
export type PossibleDuplicate = v.InferOutput<typeof PossibleDuplicateSchema>;

/** What an account is: the company or household of a visitor. */
export const AccountNameSchema = v.strictObject({
  id: v.pipe(
    v.string(),
    v.description("`group:<id>` of a group call, else `domain:<domain>` of a business e-mail address."),
  ),
  name: v.string(),
});
export type AccountName = v.InferOutput<typeof AccountNameSchema>;

/** An account as a line of the list of accounts. */
export const AccountSchema = v.pipe(
  v.strictObject({
    ...AccountNameSchema.entries,
    people: v.pipe(v.number(), v.description("Leads in it.")),
    score: v.pipe(
      v.number(),
      v.description("The sum of their totals, as the lead list has them: how much is going on there."),
    ),
    highest: v.pipe(v.number(), v.description("The highest of their totals: whom to ring up first.")),
    lastSeenAtMs: v.pipe(v.number(), v.description("Latest activity of anybody in it.")),
  }),
  v.description("An account as a line of the list of accounts."),
);
export type Account = v.InferOutput<typeof AccountSchema>;

/** Body of `POST /v1/links`. */
export const LinkRequestSchema = v.pipe(
  v.strictObject({
    emails: v.pipe(
      v.array(v.pipe(v.string(), v.maxLength(254))),
      v.minLength(1),
      v.maxLength(limits.linksPerRequest, `holds more than ${limits.linksPerRequest} addresses`),
      v.description("Whom the mail goes to."),
    ),
    url: v.optional(
      v.pipe(
        v.string(),
        v.maxLength(2_048),
        v.url("must be an address"),
        v.description("The page to link to; with it the answer holds whole links."),
      ),
    ),
    days: v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.maxValue(limits.linkDaysAtMost),
        v.description(`How long a link proves the mailbox; ${limits.linkDays} when left out.`),
      ),
    ),
  }),
  v.title("LinkRequest"),
  v.description("Addresses to make signed links for."),
);

/** Answer to `POST /v1/links`. */
export const LinkAnswerSchema = v.strictObject({
  parameter: v.pipe(v.string(), v.description("Name of the query parameter that carries a token.")),
  expiresAtMs: v.number(),
  links: v.pipe(
    v.array(
      v.strictObject({
        email: v.string(),
        token: v.pipe(v.nullable(v.string()), v.description("Null for what is no e-mail address.")),
        url: v.optional(v.nullable(v.string())),
      }),
    ),
    v.description("In the order asked for."),
  ),
});
