import * as v from "valibot";
import { scopeMeanings, scopes } from "./choices.ts";

/** One thing that an administrator may do; `scopeMeanings` says what each lets them. */
export const ScopeSchema = v.picklist(scopes);
export type Scope = v.InferOutput<typeof ScopeSchema>;

const ScopesSchema = v.pipe(
  v.array(ScopeSchema),
  v.minLength(1, "must name at least one scope"),
  v.maxLength(scopes.length),
  v.check((given) => new Set(given).size === given.length, "must not name a scope twice"),
  v.description(scopes.map((scope) => `\`${scope}\`: ${scopeMeanings[scope]}`).join("; ")),
);

const NameSchema = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.maxLength(120),
  v.description("For people: where it is used, or by whom."),
);

const HintSchema = v.pipe(
  v.string(),
  v.description("Its prefix and its last four characters: enough to tell it from others."),
);

/** Who did something: a token, a person known by Cloudflare Access, or whoever holds the root token. */
export const ActorSchema = v.variant("kind", [
  v.strictObject({ kind: v.literal("token"), id: v.string(), name: v.string() }),
  v.strictObject({ kind: v.literal("member"), email: v.string() }),
  v.strictObject({ kind: v.literal("root") }),
  v.pipe(
    v.strictObject({ kind: v.literal("retention") }),
    v.description("Nobody: the time was over for which the site keeps a visitor."),
  ),
]);
export type Actor = v.InferOutput<typeof ActorSchema>;

/** An administrator's token, without the token. */
export const TokenSchema = v.strictObject({
  id: v.string(),
  name: NameSchema,
  scopes: ScopesSchema,
  hint: HintSchema,
  createdAtMs: v.number(),
  expiresAtMs: v.nullable(v.number()),
  lastUsedAtMs: v.pipe(v.nullable(v.number()), v.description("Exact to about an hour.")),
  revokedAtMs: v.nullable(v.number()),
});
export type Token = v.InferOutput<typeof TokenSchema>;

export const NewTokenSchema = v.strictObject({
  name: NameSchema,
  scopes: ScopesSchema,
  expiresAtMs: v.optional(
    v.pipe(v.number(), v.integer(), v.description("From then on it is refused; never when left out.")),
  ),
});
export type NewToken = v.InferOutput<typeof NewTokenSchema>;

/** Keys that report events: `write` in pages, for everybody to see; `secret` on servers. */
export const keyKinds = ["write", "secret"] as const;
export type KeyKind = (typeof keyKinds)[number];

/** A write or secret key, without the key. */
export const KeySchema = v.strictObject({
  id: v.string(),
  kind: v.picklist(keyKinds),
  name: NameSchema,
  hint: HintSchema,
  createdAtMs: v.pipe(v.number(), v.description("0 when it is older than the list.")),
  endsAtMs: v.pipe(
    v.nullable(v.number()),
    v.description(
      "From then on it is refused: it was revoked, or another took its place. Null when it holds.",
    ),
  ),
});
export type Key = v.InferOutput<typeof KeySchema>;

export const NewKeySchema = v.strictObject({ kind: v.picklist(keyKinds), name: NameSchema });
export type NewKey = v.InferOutput<typeof NewKeySchema>;

const overlapHours = { least: 0, most: 24 * 90, usual: 24 } as const;

export const RotationSchema = v.strictObject({
  overlapHours: v.optional(
    v.pipe(
      v.number(),
      v.minValue(overlapHours.least),
      v.maxValue(overlapHours.most),
      v.description("How long the old key holds beside the new one."),
    ),
    overlapHours.usual,
  ),
});

/** A person who signs in with Cloudflare Access. */
export const MemberSchema = v.strictObject({
  id: v.string(),
  email: v.string(),
  scopes: ScopesSchema,
  addedAtMs: v.number(),
});
export type Member = v.InferOutput<typeof MemberSchema>;

export const NewMemberSchema = v.strictObject({
  email: v.pipe(
    v.string(),
    v.trim(),
    v.toLowerCase(),
    v.maxLength(254),
    v.email("must be an e-mail address"),
    v.description("As Cloudflare Access knows it; capital letters make no difference."),
  ),
  scopes: ScopesSchema,
});
export type NewMember = v.InferOutput<typeof NewMemberSchema>;

const HashSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hexadecimal"));

/** One change, as the audit log keeps it. */
export const AuditRowSchema = v.pipe(
  v.strictObject({
    number: v.pipe(v.number(), v.description("Counts up from 1 in each site, without gaps.")),
    atMs: v.number(),
    actor: ActorSchema,
    action: v.pipe(v.string(), v.description("What was done: `destination.create`, `model.publish`.")),
    target: v.pipe(v.string(), v.description("Method and path of the request.")),
    before: v.optional(v.pipe(v.unknown(), v.description("What was changed, as it was. Never a secret."))),
    after: v.optional(v.pipe(v.unknown(), v.description("What was changed, as it is since."))),
    isErased: v.optional(
      v.pipe(
        v.boolean(),
        v.description(
          "What was changed named somebody who was erased since; a later row `audit.erase` says so.",
        ),
      ),
    ),
    previousHash: v.pipe(HashSchema, v.description("`hash` of the row before; zeros in the first.")),
    hash: v.pipe(
      HashSchema,
      v.description("SHA-256 of the canonical JSON of this row without `hash`: an altered row shows."),
    ),
  }),
  v.description("One change of a site, chained to the one before it."),
);
export type AuditRow = v.InferOutput<typeof AuditRowSchema>;

/** What came of walking the chain. */
export const AuditCheckSchema = v.strictObject({
  isIntact: v.boolean(),
  rows: v.pipe(v.number(), v.description("Rows that are as they were written, from the first on.")),
  brokenAt: v.pipe(v.nullable(v.number()), v.description("The first row that is not as it was written.")),
  lastHash: v.pipe(
    v.string(),
    v.description(
      "Hash of the last good row: kept elsewhere, it also shows that rows were cut off at the end.",
    ),
  ),
});
export type AuditCheck = v.InferOutput<typeof AuditCheckSchema>;
