import type { IdentityKind } from "../../shared/schema/identity.ts";
import { normaliseIdentity } from "../ingest/identity-value.ts";
import { hmac128 } from "./digest.ts";

/**
 * Name of the object that knows whose an e-mail address, phone number or user id is: a hash under
 * the deployment's secret, so that no address stands in a name.
 *
 * @returns undefined for a value that names nobody.
 */
export async function identityKey(
  secret: string,
  siteId: string,
  kind: IdentityKind,
  value: unknown,
): Promise<string | undefined> {
  const normal = normaliseIdentity(kind, value);
  if (normal === undefined) return undefined;
  return `${siteId}:${kind}:${await hmac128(secret, `identity|${siteId}|${kind}|${normal}`)}`;
}

/**
 * The visitor who stands in for somebody who was never here: what servers tell of them is kept there.
 * No browser can have this id, neither by its device's nor by chance.
 *
 * @param key The identity by which they are known; see `identityKey`.
 */
export async function standInFor(secret: string, key: string): Promise<string> {
  return hmac128(secret, `person|${key}`);
}

/** What an identity key is of. */
export function kindOfKey(key: string): IdentityKind {
  return key.split(":")[1] as IdentityKind;
}
