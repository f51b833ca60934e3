import { waitUntil } from "cloudflare:workers";
import { limits } from "../../shared/limits.ts";
import type { Site } from "../../shared/schema/site.ts";
import type { Environment } from "../environment.ts";
import { log } from "../log.ts";
import { hasLimits, tooMany } from "../middleware/rate.ts";

/** Requests that an isolate counts before it tells the site's object: one row and one call for so many. */
export const requestsPerReport = 1_000;
const dayMs = 86_400_000;
/** How long an isolate believes that the day is used up; the cap may be raised meanwhile. */
const believedMs = 60_000;
const sitesCounted = 5_000;

interface Count {
  day: number;
  /** Not told to the site's object yet. */
  untold: number;
  /** Until when nothing more is taken. */
  shutUntilMs: number;
}

const counts = new Map<string, Count>();

/**
 * Lets a site's pages make so many requests in a day, and no more: what somebody who floods it can
 * cost has an end. Counted in memory and told in bundles, so that a request costs nothing: a site
 * goes over its cap by one bundle for each isolate at most.
 *
 * @throws {Problem} 429 with Retry-After.
 */
export function requireDayLeft(environment: Environment, site: Site, nowMs: number): void {
  if (!hasLimits(environment)) return;
  const day = Math.floor(nowMs / dayMs);
  let count = counts.get(site.id);
  if (count === undefined || count.day !== day) {
    if (counts.size >= sitesCounted) counts.clear();
    counts.set(site.id, (count = { day, untold: 0, shutUntilMs: 0 }));
  }
  const current = count;
  if (nowMs < current.shutUntilMs) throw tooMany("of this site today", (day + 1) * dayMs - nowMs);
  current.untold += 1;
  if (current.untold < requestsPerReport) return;
  const told = current.untold;
  current.untold = 0;
  const atMost = site.caps?.requestsPerDay ?? limits.requestsPerDay;
  waitUntil(
    environment.SITE.get(environment.SITE.idFromName(site.id))
      .countRequests(day, told)
      .then((total) => {
        if (total >= atMost) current.shutUntilMs = nowMs + believedMs;
      })
      .catch((error: unknown) => {
        current.untold += told;
        log("requests_not_counted", { siteId: site.id, error });
      }),
  );
}
