import type { SiteOverview } from "../../../shared/schema/site-overview.ts";
import { ask } from "./client.ts";

/** The site that the token belongs to. */
export function getSite(signal?: AbortSignal): Promise<SiteOverview> {
  return ask<SiteOverview>("/site", signal ? { signal } : {});
}
