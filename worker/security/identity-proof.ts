import { errors, jwtVerify } from "jose";
import { limits } from "../../shared/limits.ts";
import { textOf } from "../json-value.ts";
import { hmac256 } from "./digest.ts";
import { utf8 } from "./encoding.ts";

/** What a proof says: this visitor is this user, or has this e-mail address. */
export interface IdentityProof {
  userId: string | undefined;
  email: string | undefined;
  /** The device's own id that it was made for. */
  anonymousId: string | undefined;
  /** The signed visitor id that it was made for. */
  visitor: string | undefined;
}

/** Which secrets of a site are good. */
export interface ProofVersions {
  version: number;
  /** Until when the version before is taken too. */
  previousUntilMs: number;
}

/** A clock that differs by less than this is right. Seconds. */
const clockToleranceSeconds = 30;

/** A token of this length says more than an identity. Characters. */
const tokenCharacters = 2_048;

/** Before anybody has rotated the secret. */
export const firstVersion: ProofVersions = { version: 1, previousUntilMs: 0 };

/**
 * The secret with which a site's server signs identity proofs. Derived, so that it is stored
 * nowhere; rotating it means counting its version up.
 */
export async function proofSecret(secret: string, siteId: string, version: number): Promise<string> {
  return `idp_${await hmac256(secret, `identity proof|${siteId}|${version}`)}`;
}

/**
 * Reads an identity proof: a JWT (RFC 7519) signed by the site's server with HS256 and no other
 * algorithm, made for this site (`aud`), that expires (`exp`) within an hour.
 *
 * @returns What it says, or why it says nothing, in words for a developer.
 */
export async function readIdentityProof(
  secret: string,
  siteId: string,
  { version, previousUntilMs }: ProofVersions,
  token: unknown,
  nowMs: number,
): Promise<IdentityProof | { reason: string }> {
  if (typeof token !== "string" || token.length > tokenCharacters) return { reason: "is no JWT" };
  const versions = previousUntilMs > nowMs && version > 1 ? [version, version - 1] : [version];
  let reason = "was not signed with this site's secret";
  for (const candidate of versions) {
    try {
      const key = utf8(await proofSecret(secret, siteId, candidate));
      const { payload } = await jwtVerify(token, key, {
        algorithms: ["HS256"],
        audience: siteId,
        requiredClaims: ["exp"],
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(nowMs),
      });
      const aheadSeconds = (payload.exp ?? Infinity) - nowMs / 1000;
      if (aheadSeconds > limits.proofSeconds + clockToleranceSeconds)
        return { reason: `expires more than ${limits.proofSeconds / 60} minutes from now` };
      return {
        userId: textOf(payload.sub),
        email: textOf(payload["email"]),
        anonymousId: textOf(payload["anonymousId"]),
        visitor: textOf(payload["visitor"]),
      };
    } catch (error) {
      if (error instanceof errors.JWSSignatureVerificationFailed) continue;
      reason = reasonOf(error);
      break;
    }
  }
  return { reason };
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return "has expired";
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === "aud") return "was made for another site: aud must be the site's id";
    if (error.claim === "exp") return "does not expire: exp is needed";
    if (error.claim === "nbf") return "is not good yet: nbf lies ahead";
    return `has a claim that does not hold: ${error.claim}`;
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return "must be signed with HS256";
  return "is no JWT";
}
