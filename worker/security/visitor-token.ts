import { hmac128, randomId } from "./digest.ts";

const tokenShape = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{22})$/;

/** Shape of a visitor id: 128 bits as base64url. */
export const visitorIdShape = /^[A-Za-z0-9_-]{22}$/;

function message(siteId: string, visitorId: string): string {
  return `visitor|${siteId}|${visitorId}`;
}

/** Signs a visitor id for a site: `<id>.<signature>`. */
export async function signVisitor(secret: string, siteId: string, visitorId: string): Promise<string> {
  return `${visitorId}.${await hmac128(secret, message(siteId, visitorId))}`;
}

/** The visitor id of a token, or undefined when it was not signed here for this site. */
export async function readVisitorToken(
  secret: string,
  siteId: string,
  token: string,
): Promise<string | undefined> {
  const [, visitorId, signature] = tokenShape.exec(token) ?? [];
  if (visitorId === undefined || signature === undefined) return undefined;
  const expected = await hmac128(secret, message(siteId, visitorId));
  // Both have 22 characters, and the expected one is a MAC: the time of the comparison tells nothing of use.
  return expected === signature ? visitorId : undefined;
}

/** With commas: the inline stub writes its random numbers so. */
const deviceIdShape = /^[A-Za-z0-9_.,-]{16,128}$/;

/**
 * Visitor id for a device's own id, always the same: so that a first batch that is sent again, and
 * what the page sent while it was being left, reach one visitor. Ids too short to be random name
 * nobody.
 */
export async function visitorOfDevice(
  secret: string,
  siteId: string,
  anonymousId: string | null | undefined,
): Promise<string | undefined> {
  if (typeof anonymousId !== "string" || !deviceIdShape.test(anonymousId)) return undefined;
  return hmac128(secret, `device|${siteId}|${anonymousId}`);
}

/** A new visitor id. */
export function mintVisitor(): string {
  return randomId();
}
