import { decodeProtectedHeader, jwtVerify } from "jose";
import type { Environment } from "../environment.ts";
import { Problem } from "../problem.ts";
import { accessKeys } from "./access-keys.ts";

/** A person that Cloudflare Access has signed in. */
export interface AccessPerson {
  /** In small letters. */
  email: string;
  expiresAtMs: number;
}

function teamOf(name: string): string {
  return `https://${name.includes(".") ? name.replace(/^https:\/\//, "").replace(/\/$/, "") : `${name}.cloudflareaccess.com`}`;
}

/** @throws {Problem} 401, without saying what of the token was wrong. */
function refused(): Problem {
  return new Problem(
    401,
    "invalid_access_token",
    "the Cloudflare Access token is not valid here, or has ended; sign in again",
  );
}

/**
 * Verifies what Cloudflare Access puts into `Cf-Access-Jwt-Assertion`: signed with RS256 by the team's own key,
 * for this application, and now. Never the cookie, which a page could bring along unasked.
 *
 * Protocol: https://developers.cloudflare.com/cloudflare-one/identity/authorization-cookie/validating-json/
 *
 * @throws {Problem} 401 for any other token, or when the deployment does not use Access; 503 without the keys.
 */
export async function verifyAccessToken(
  environment: Pick<Environment, "SCORELINE_ACCESS_TEAM" | "SCORELINE_ACCESS_AUDIENCE">,
  token: string,
  nowMs: number,
): Promise<AccessPerson> {
  const { SCORELINE_ACCESS_TEAM: name = "", SCORELINE_ACCESS_AUDIENCE: audience = "" } = environment;
  if (name === "" || audience === "") {
    throw new Problem(
      401,
      "access_not_set_up",
      "this deployment does not take Cloudflare Access: set SCORELINE_ACCESS_TEAM and SCORELINE_ACCESS_AUDIENCE",
    );
  }
  const team = teamOf(name);
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    // Before any key is asked for: what is not signed so is not theirs.
    if (alg !== "RS256") throw refused();
    const { payload } = await jwtVerify(token, await accessKeys(team, kid, nowMs), {
      algorithms: ["RS256"],
      issuer: team,
      audience,
      requiredClaims: ["exp", "iat"],
      currentDate: new Date(nowMs),
    });
    const { email, exp = 0 } = payload;
    if (typeof email !== "string" || email === "") throw refused();
    return { email: email.trim().toLowerCase(), expiresAtMs: exp * 1000 };
  } catch (error) {
    throw error instanceof Problem ? error : refused();
  }
}
