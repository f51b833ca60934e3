import type { VisitContext } from "../../shared/schema/event.ts";
import { campaignOf } from "./campaign.ts";
import { referrerOf } from "./referrer.ts";

/** A page that somebody came to, and the one before it, by their addresses. */
export interface Landing {
  url: string | undefined;
  referrer: string | undefined;
}

/**
 * What brought somebody to a page.
 *
 * @param origins The site's own, whose pages are `internal`.
 */
export function attributionOf(
  { url, referrer }: Landing,
  origins: readonly string[],
): Pick<VisitContext, "referrer" | "campaign" | "clickIds"> {
  const attribution = url === undefined ? {} : campaignOf(url);
  const found = referrerOf(referrer, { url, origins }, attribution);
  return { ...(found !== undefined && { referrer: found }), ...attribution };
}
