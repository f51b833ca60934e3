import * as v from "valibot";
import { NewTokenSchema, TokenSchema, type Scope } from "../../shared/schema/admin.ts";
import { scopes as allScopes } from "../../shared/schema/choices.ts";
import { Problem } from "../problem.ts";
import { adminBody } from "./admin-body.ts";
import type { AppContext, Route } from "./route.ts";
import { siteObject } from "./site-object.ts";

/** @throws {Problem} 403 for a scope that the giver has not: nobody can make themselves more than they are. */
export function requireGivable(context: AppContext, given: readonly Scope[]): void {
  const { actor, scopes } = context.var;
  const own = actor.kind === "root" ? allScopes : scopes;
  const missing = given.find((scope) => !own.includes(scope));
  if (missing === undefined) return;
  throw new Problem(403, "scope_not_yours", `scopes: you cannot give "${missing}", which you have not`, {
    field: "scopes",
  });
}

/** What is answered when a change would leave nobody who could undo it. */
export function lastKeeper(): Problem {
  return new Problem(
    409,
    "last_keeper",
    'nothing else has the scope "keys": make another token with it first, or nobody could make one',
  );
}

/** Makes a token for the site of the context and answers with it. */
export async function answerNewToken(context: AppContext): Promise<Response> {
  const input = await adminBody(context, NewTokenSchema);
  requireGivable(context, input.scopes);
  if (input.expiresAtMs !== undefined && input.expiresAtMs <= Date.now()) {
    throw new Problem(422, "invalid_field", "expiresAtMs must be in the future, in milliseconds since 1970", {
      field: "expiresAtMs",
    });
  }
  const { credential, clear } = await siteObject(context).addToken(input);
  context.set("change", { after: credential });
  return context.json({ ...credential, token: clear }, 201);
}

async function revoke(context: AppContext): Promise<Response> {
  const before = await siteObject(context).revokeToken(context.req.param("id") ?? "");
  if (before === "last") throw lastKeeper();
  if (before === null) throw new Problem(404, "not_found", "there is no token of this id");
  context.set("change", { before });
  return context.body(null, 204);
}

/** Administrators' tokens. */
export const tokenRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/admin/v1/tokens",
    access: "admin",
    scope: "keys",
    audit: "token.create",
    summary: "Make an admin token. It is in this answer and nowhere else.",
    details:
      "256 random bits; its SHA-256 is kept. It can be given only scopes that its maker has. It can be used at once here, and everywhere within about a minute.",
    body: NewTokenSchema,
    answer: v.strictObject({ ...TokenSchema.entries, token: v.string() }),
    handle: answerNewToken,
  },
  {
    method: "GET",
    path: "/admin/v1/tokens",
    access: "admin",
    scope: "keys",
    summary: "List the admin tokens, revoked and expired ones too, the newest first.",
    answer: v.strictObject({ tokens: v.array(TokenSchema) }),
    handle: async (context) => context.json({ tokens: await siteObject(context).tokens() }),
  },
  {
    method: "DELETE",
    path: "/admin/v1/tokens/:id",
    access: "admin",
    scope: "keys",
    audit: "token.revoke",
    summary: "Revoke an admin token. It is refused from the next request on, everywhere.",
    details: "Live feeds that it opened are closed. The last credential with the scope `keys` stays: 409.",
    handle: revoke,
  },
];
