import { hmac128 } from "./digest.ts";

/** How long a debug link opens the panel: the length of a meeting. Milliseconds. */
export const linkLifeMs = 3_600_000;

const tokenShape = /^([0-9a-z]{1,11})\.([A-Za-z0-9_-]{22})$/;

const macOf = (secret: string, siteId: string, until: string) =>
  hmac128(secret, `debug link|${siteId}|${until}`);

/**
 * Makes the token of a link that a colleague may be given: it opens the debug panel of one site
 * until a time, and nothing else.
 *
 * @example await signLink(secret, "my-shop", Date.now() + linkLifeMs); // "m9x2k1ab.Zk3vT0b1Qm6xq0iY8rJd2A"
 */
export async function signLink(secret: string, siteId: string, untilMs: number): Promise<string> {
  const until = untilMs.toString(36);
  return `${until}.${await macOf(secret, siteId, until)}`;
}

/** Whether a token was made here, for this site, and its time has not passed. */
export async function opensLink(
  secret: string,
  siteId: string,
  token: string,
  nowMs: number,
): Promise<boolean> {
  const [, until, mac] = tokenShape.exec(token) ?? [];
  if (until === undefined || Number.parseInt(until, 36) <= nowMs) return false;
  return (await macOf(secret, siteId, until)) === mac;
}
