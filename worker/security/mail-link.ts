import { hmac128, randomId } from "./digest.ts";

/** What the token of a signed link says. */
export interface MailLink {
  /** Name of the object that knows whose the e-mail address is. */
  identityKey: string;
  /** Tells links of one address apart, to count the devices that open each. */
  id: string;
}

const tokenShape = /^([0-9a-z]{1,11})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{11})\.([A-Za-z0-9_-]{22})$/;

const macOf = (secret: string, siteId: string, claims: string) =>
  hmac128(secret, `mail link|${siteId}|${claims}`);

/**
 * Makes the token of a link in an e-mail. It holds the keyed hash of the address, never the address.
 *
 * @param identityKey Key of the e-mail address, of this site; see `identityKey`.
 * @example await signMailLink(secret, "my-shop", key, Date.now() + 30 * dayMs);
 */
export async function signMailLink(
  secret: string,
  siteId: string,
  identityKey: string,
  untilMs: number,
): Promise<string> {
  const hash = identityKey.slice(identityKey.lastIndexOf(":") + 1);
  const claims = `${untilMs.toString(36)}.${hash}.${randomId().slice(0, 11)}`;
  return `${claims}.${await macOf(secret, siteId, claims)}`;
}

/** What a token says, or undefined when it was not made here for this site, or its time has passed. */
export async function readMailLink(
  secret: string,
  siteId: string,
  token: string,
  nowMs: number,
): Promise<MailLink | undefined> {
  const [, until, hash, id, mac] = tokenShape.exec(token) ?? [];
  if (until === undefined || hash === undefined || id === undefined) return undefined;
  if (Number.parseInt(until, 36) <= nowMs) return undefined;
  if ((await macOf(secret, siteId, `${until}.${hash}.${id}`)) !== mac) return undefined;
  return { identityKey: `${siteId}:email:${hash}`, id };
}
