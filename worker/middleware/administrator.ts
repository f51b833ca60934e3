import type { Actor, Scope } from "../../shared/schema/admin.ts";
import { ensureDemoSite, isDemoKey } from "../demo.ts";
import { isLocal } from "../environment.ts";
import { Problem } from "../problem.ts";
import type { AppContext } from "../routes/route.ts";
import { verifyAccessToken } from "../security/access-token.ts";
import { isEqualSecret, sha256Hex } from "../security/digest.ts";
import { sitesOfMember } from "../site-members.ts";
import { loadGrant, loadSite } from "../snapshots.ts";
import { bearerToken, demoHint } from "./credentials.ts";
import { countGuess } from "./guessing.ts";

/** Somebody who administers a site. */
export interface Administrator {
  siteId: string;
  actor: Actor;
  scopes: readonly Scope[];
  /** When the credential ends by itself; null when it does not. */
  expiresAtMs: number | null;
}

/** A value that a WebSocket carries as a subprotocol, since a browser can send no header with it: `bearer.<token>`. */
function protocolValue({ req }: AppContext, name: string): string | undefined {
  return req
    .header("sec-websocket-protocol")
    ?.split(",")
    .map((protocol) => protocol.trim())
    .find((protocol) => protocol.startsWith(`${name}.`))
    ?.slice(name.length + 1);
}

function tokenOf(context: AppContext): string | undefined {
  return bearerToken(context.req.header("authorization") ?? null) ?? protocolValue(context, "bearer");
}

const addressOf = ({ req }: AppContext): string => req.header("cf-connecting-ip") ?? "unknown";

const refusals = {
  unknown: "the admin token is not known here: copy it whole, or have somebody make a new one",
  revoked: "the admin token was revoked",
  expired: "the admin token has expired",
} as const;

async function tokenHolder(context: AppContext, token: string): Promise<Administrator> {
  const { env } = context;
  if (isDemoKey(token) && isLocal(env)) await ensureDemoSite(env, token);
  const hash = await sha256Hex(token);
  const isDemoElsewhere = isDemoKey(token) && !isLocal(env);
  const grant = isDemoElsewhere ? null : await loadGrant(env, token, hash);
  const opened =
    grant?.kind === "admin"
      ? await env.SITE.get(env.SITE.idFromName(grant.siteId)).openToken(hash)
      : ({ refusal: "unknown" } as const);
  if ("token" in opened && grant !== null) {
    const { id, name, scopes, expiresAtMs } = opened.token;
    return { siteId: grant.siteId, actor: { kind: "token", id, name }, scopes, expiresAtMs };
  }
  await countGuess(env, addressOf(context), token);
  const refusal = "refusal" in opened ? opened.refusal : "unknown";
  throw new Problem(401, "invalid_token", `${refusals[refusal]}${demoHint(env, token)}`);
}

/** A page elsewhere cannot send our header, but a browser brings its Access session along. */
function requireOwnPage({ req }: AppContext): void {
  const origin = req.header("origin");
  if (origin === undefined || origin === new URL(req.url).origin) return;
  throw new Problem(403, "foreign_origin", "pages of another origin may not administer a site");
}

async function memberOf(context: AppContext, assertion: string): Promise<Administrator> {
  const { env, req } = context;
  const { email, expiresAtMs } = await verifyAccessToken(env, assertion, Date.now());
  requireOwnPage(context);
  const asked = req.header("x-scoreline-site") ?? protocolValue(context, "site");
  const own = asked === undefined ? await sitesOfMember(env, email) : [asked];
  const [siteId] = own;
  if (own.length > 1) {
    throw new Problem(400, "missing_site", `say in x-scoreline-site which of your sites: ${own.join(", ")}`, {
      field: "x-scoreline-site",
    });
  }
  const noSite = () =>
    new Problem(404, "not_found", "there is no such site, or you are no member of it", {
      field: "x-scoreline-site",
    });
  // Only what was published has an object: a name made up must not make one.
  if (siteId === undefined || (await loadSite(env, siteId)) === null) throw noSite();
  const member = await env.SITE.get(env.SITE.idFromName(siteId)).member(email);
  if (member === null) throw noSite();
  return { siteId, actor: { kind: "member", email }, scopes: member.scopes, expiresAtMs };
}

/**
 * Finds out who administers which site: by a token, or by Cloudflare Access.
 *
 * @throws {Problem} 401 without a credential or with one that does not hold, 404 for a site that is not theirs,
 * 429 after too many wrong tokens.
 */
export async function requireAdministrator(context: AppContext): Promise<Administrator> {
  const token = tokenOf(context);
  if (token !== undefined) return tokenHolder(context, token);
  const assertion = context.req.header("cf-access-jwt-assertion");
  if (assertion !== undefined) return memberOf(context, assertion);
  throw new Problem(
    401,
    "missing_token",
    "an admin token is needed: send it as Authorization: Bearer <token>",
  );
}

/** @throws {Problem} 401 when the token is not the deployment's own, 429 after too many wrong ones. */
export async function requireRoot(context: AppContext): Promise<void> {
  const root = context.env.SCORELINE_ROOT_TOKEN ?? "";
  // The root token is whatever its owner set, so it may hold what an admin token does not.
  const [, token] = /^Bearer (.{1,256})$/i.exec(context.req.header("authorization") ?? "") ?? [];
  if (root.length >= 32 && token !== undefined && (await isEqualSecret(root, token))) return;
  if (token !== undefined) await countGuess(context.env, addressOf(context), token);
  throw new Problem(
    401,
    "invalid_token",
    "the root token is needed: the value of SCORELINE_ROOT_TOKEN, at least 32 characters",
  );
}
