import * as v from "valibot";
import { limits } from "../../shared/limits.ts";
import { secretOf } from "../environment.ts";
import { proofSecret, type ProofVersions } from "../security/identity-proof.ts";
import { adminBody } from "./admin-body.ts";
import type { AppContext, Route } from "./route.ts";
import { siteObject } from "./site-object.ts";

const hourMs = 3_600_000;

const RotationSchema = v.strictObject({
  overlapHours: v.optional(
    v.pipe(
      v.number(),
      v.minValue(0),
      v.maxValue(24 * 30),
      v.description(
        `How long proofs under the secret before are taken too; ${limits.proofOverlapHours} when left out. 0 when it is known to others.`,
      ),
    ),
  ),
});

const SecretSchema = v.strictObject({
  audience: v.pipe(v.string(), v.description("The `aud` of a proof: the site's id.")),
  secret: v.pipe(v.string(), v.description("The text to sign with, HS256.")),
  version: v.number(),
  previousUntilMs: v.pipe(
    v.nullable(v.number()),
    v.description("Until when the secret before is taken too; null when it is not."),
  ),
});

async function answer(context: AppContext, versions: ProofVersions): Promise<Response> {
  const { siteId } = context.var;
  const { version, previousUntilMs } = versions;
  return context.json({
    audience: siteId,
    secret: await proofSecret(secretOf(context.env), siteId, version),
    version,
    previousUntilMs: previousUntilMs > Date.now() ? previousUntilMs : null,
  });
}

async function show(context: AppContext): Promise<Response> {
  return answer(context, await siteObject(context).proofVersions());
}

async function rotate(context: AppContext): Promise<Response> {
  const { overlapHours = limits.proofOverlapHours } = await adminBody(context, RotationSchema);
  const site = siteObject(context);
  const before = await site.proofVersions();
  const after = await site.rotateProofSecret(Date.now() + overlapHours * hourMs);
  context.set("change", { before, after });
  return answer(context, after);
}

/** The secret with which a site's own server proves who a visitor is. */
export const proofSecretRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/admin/v1/proof-secret",
    access: "admin",
    scope: "keys",
    summary: "The secret with which the site's server signs identity proofs.",
    details:
      "It belongs on the server and nowhere else: whoever has it can be anybody. [Identity](identity.md) says how to sign with it.",
    answer: SecretSchema,
    handle: show,
  },
  {
    method: "POST",
    path: "/admin/v1/proof-secret/rotate",
    access: "admin",
    scope: "keys",
    audit: "proof_secret.rotate",
    summary: "Make a new secret for identity proofs; the one before is taken for a while.",
    details: "The new one is taken everywhere within a minute.",
    body: RotationSchema,
    answer: SecretSchema,
    handle: rotate,
  },
];
