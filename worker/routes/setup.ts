import {
  PageCheckRequestSchema,
  PageCheckSchema,
  SetupSchema,
  type PageCheck,
  type Setup,
} from "../../shared/schema/setup.ts";
import { requireOutbound } from "../destinations/outbound.ts";
import { isLocal } from "../environment.ts";
import { causesOf, lightOf } from "../install-check/causes.ts";
import { checkPage } from "../install-check/check-page.ts";
import { grantOf } from "../middleware/credentials.ts";
import type { Installation } from "../objects/site/site.ts";
import { Problem } from "../problem.ts";
import { adminBody } from "./admin-body.ts";
import type { AppContext, Route } from "./route.ts";
import { siteObject } from "./site-object.ts";

/** @throws {Problem} 404 when the site was not created. */
async function requireInstallation(context: AppContext): Promise<Installation> {
  const found = await siteObject(context).installation();
  if (found === null) throw new Problem(404, "not_found", "the site was not created");
  return found;
}

async function show(context: AppContext): Promise<Response> {
  const { site, writeKey, sightings, actions } = await requireInstallation(context);
  return context.json<Setup>({
    writeKey,
    script: lightOf(sightings, "script"),
    pageView: lightOf(sightings, "page_view"),
    identify: lightOf(sightings, "identify"),
    causes: causesOf(sightings, site, writeKey, Date.now()),
    actions,
  });
}

async function check(context: AppContext): Promise<Response> {
  const { env, req } = context;
  const { url } = await adminBody(context, PageCheckRequestSchema);
  requireOutbound(url, isLocal(env), "url");
  const { site, writeKey } = await requireInstallation(context);
  return context.json<PageCheck>(
    await checkPage(url, {
      id: site.id,
      origins: site.origins,
      consent: site.consent ?? "opt-out",
      writeKey,
      host: new URL(new URL(req.url).origin),
      isLocalMode: isLocal(env),
      grantOf: (key) => grantOf(env, key),
    }),
  );
}

/** How far the installation has come, and what stands in its way. */
export const setupRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/admin/v1/setup",
    access: "admin",
    scope: "read",
    summary:
      "How far the installation has come: what was seen first and last, and why something is not counted.",
    details: 'Times are exact to about a minute. The live feed sends `{"type": "setup"}` when there is news.',
    answer: SetupSchema,
    handle: show,
  },
  {
    method: "POST",
    path: "/admin/v1/setup/check",
    access: "admin",
    scope: "read",
    audit: null,
    summary: "Read a page of the site and say what keeps the script from working there, and what to do.",
    details:
      "Script tags, keys, the origin, consent and the Content-Security-Policy are looked at, in the page's HTML as it comes; what a tag manager adds later is not in it. The address has to be public and begin with https; redirects are followed by the same rule. Nothing of the page is kept.",
    body: PageCheckRequestSchema,
    answer: PageCheckSchema,
    handle: check,
  },
];
