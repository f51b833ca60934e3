import * as v from "valibot";

/**
 * What an administrator may do. None holds another: a token with `publish` alone can publish a model from
 * a build and read no lead.
 */
export const scopes = ["read", "edit", "publish", "keys"] as const;
export const ScopeSchema = v.picklist(scopes);
export type Scope = v.InferOutput<typeof ScopeSchema>;

/** What each scope lets its holder do; the documentation and the dashboard say it in these words. */
export const scopeMeanings: Readonly<Record<Scope, string>> = {
  read: "see leads, settings, models and deliveries",
  edit: "change settings, destinations and leads",
  publish: "publish a model, or go back to an earlier one",
  keys: "make and revoke keys and tokens, and say who is a member",
};

/** Who did something: a token, a person known by Cloudflare Access, or whoever holds the root token. */
export const ActorSchema = v.variant("kind", [
  v.strictObject({ kind: v.literal("token"), id: v.string(), name: v.string() }),
  v.strictObject({ kind: v.literal("member"), email: v.string() }),
  v.strictObject({ kind: v.literal("root") }),
]);
export type Actor = v.InferOutput<typeof ActorSchema>;

const hashText = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hexadecimal"));

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
    previousHash: v.pipe(hashText, v.description("`hash` of the row before; zeros in the first.")),
    hash: v.pipe(
      hashText,
      v.description("SHA-256 of the canonical JSON of this row without `hash`: an altered row shows."),
    ),
  }),
  v.description("One change of a site, chained to the one before it."),
);
export type AuditRow = v.InferOutput<typeof AuditRowSchema>;
