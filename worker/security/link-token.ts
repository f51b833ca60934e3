import { hmac128 } from "./digest.ts";

/** What a link opens, on the site's own pages. */
export type LinkPurpose = "debug" | "preview";

/** How long a link opens it: the length of a meeting. Milliseconds. */
export const linkLifeMs = 3_600_000;

const tokenShape = /^([0-9a-z]{1,11})\.([A-Za-z0-9_-]{22})$/;

const macOf = (secret: string, siteId: string, purpose: LinkPurpose, until: string) =>
  hmac128(secret, `link|${siteId}|${purpose}|${until}`);

/**
 * Makes the token of a link that a colleague may be given: it opens one thing of one site until a
 * time, and nothing else.
 *
 * @example await signLink(secret, "my-shop", "debug", Date.now() + linkLifeMs); // "m9x2k1ab.Zk3vT0b1Qm6xq0iY8rJd2A"
 */
export async function signLink(
  secret: string,
  siteId: string,
  purpose: LinkPurpose,
  untilMs: number,
): Promise<string> {
  const until = untilMs.toString(36);
  return `${until}.${await macOf(secret, siteId, purpose, until)}`;
}

/** Whether a token was made here, for this site and purpose, and its time has not passed. */
export async function opensLink(
  secret: string,
  siteId: string,
  purpose: LinkPurpose,
  token: string,
  nowMs: number,
): Promise<boolean> {
  const [, until, mac] = tokenShape.exec(token) ?? [];
  if (until === undefined || Number.parseInt(until, 36) <= nowMs) return false;
  return (await macOf(secret, siteId, purpose, until)) === mac;
}
