import type { SiteObject } from "../objects/site/site.ts";
import type { AppContext } from "./route.ts";

/** The object of the site that the request's administrator speaks for. */
export function siteObject({ env, var: { siteId } }: AppContext): DurableObjectStub<SiteObject> {
  return env.SITE.get(env.SITE.idFromName(siteId));
}
