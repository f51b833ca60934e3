import type { Environment } from "../environment.ts";
import { identityKey } from "../security/identity-key.ts";
import { readVisitorToken, visitorOfDevice } from "../security/visitor-token.ts";

/** What somebody may be found by, the surest first. */
export interface Names {
  /** Signed visitor id. */
  token?: string | null | undefined;
  userId?: string | null | undefined;
  anonymousId?: string | null | undefined;
}

/**
 * Finds whose a request is without making anything: no visitor, no stand-in, no claim.
 *
 * @returns The visitor's id, or undefined when the names lead to nobody.
 */
export async function findVisitor(
  environment: Environment,
  secret: string,
  siteId: string,
  { token, userId, anonymousId }: Names,
): Promise<string | undefined> {
  const signed = token ? await readVisitorToken(secret, siteId, token) : undefined;
  if (signed !== undefined) return signed;
  const key = await identityKey(secret, siteId, "user_id", userId);
  const owner =
    key === undefined ? null : await environment.IDENTITY.get(environment.IDENTITY.idFromName(key)).peek();
  return owner?.visitorId ?? visitorOfDevice(secret, siteId, anonymousId);
}
