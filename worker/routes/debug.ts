import * as v from "valibot";
import { VisitorDebugSchema } from "../../shared/schema/debug.ts";
import { secretOf } from "../environment.ts";
import { isRecord, textOf } from "../json-value.ts";
import { parseJson, readBody } from "../middleware/body.ts";
import { requireTrackingKey } from "../middleware/credentials.ts";
import { requireSite } from "../middleware/keyed-body.ts";
import { requireAllowedOrigin } from "../middleware/origin.ts";
import { requireRate } from "../middleware/rate.ts";
import { limits } from "../../shared/limits.ts";
import { Problem } from "../problem.ts";
import { linkLifeMs, opensLink, signLink } from "../security/link-token.ts";
import { readVisitorToken } from "../security/visitor-token.ts";
import type { AppContext, Route } from "./route.ts";

/** Says of the visitor of this browser why the score is what it is. */
async function debug(context: AppContext): Promise<Response> {
  const { env, req } = context;
  const request = req.raw;
  const body = parseJson(await readBody(request, limits.publicBodyBytes));
  if (!isRecord(body)) throw new Problem(422, "invalid_field", "the body must be a JSON object");
  const grant = await requireTrackingKey(env, request.headers.get("authorization"), body["writeKey"]);
  const { siteId } = grant;
  const site = await requireSite(env, siteId);
  requireAllowedOrigin(site.site, grant, request);
  await requireRate(env, request, siteId);

  const secret = secretOf(env);
  const isOpen =
    site.site.showScores === true ||
    (await opensLink(secret, siteId, textOf(body["token"]) ?? "", Date.now()));
  if (!isOpen)
    throw new Problem(
      403,
      "link_expired",
      "rules and points are shown with a debug link of the dashboard, which opens for an hour",
    );
  const visitorId = await readVisitorToken(secret, siteId, textOf(body["visitor"]) ?? "");
  const language = textOf(body["language"]) ?? "en";
  const found =
    visitorId === undefined
      ? null
      : await env.VISITOR.get(env.VISITOR.idFromName(`${siteId}:${visitorId}`)).debug(siteId, language);
  if (found === null) throw new Problem(404, "not_found", "nothing is known of this visitor yet");
  const origin = request.headers.get("origin");
  if (origin !== null) context.header("access-control-allow-origin", origin);
  context.header("vary", "origin");
  return context.json(found);
}

async function link(context: AppContext): Promise<Response> {
  const untilMs = Date.now() + linkLifeMs;
  const token = await signLink(secretOf(context.env), context.var.siteId, untilMs);
  return context.json({ token, untilMs });
}

/** What the debug panel on a site's page asks for. */
export const debugRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/v1/debug",
    access: "key",
    summary: "Why the score of this browser's visitor is what it is, and what was not shown to them.",
    details:
      "For the panel that `?scoreline_debug=<token>` opens on a page of the site. Without a token it answers only where the site shows its scores.",
    body: v.strictObject({
      writeKey: v.string(),
      visitor: v.pipe(v.string(), v.description("The signed visitor id.")),
      token: v.optional(v.pipe(v.string(), v.description("Token of a debug link."))),
      language: v.optional(v.string()),
    }),
    answer: VisitorDebugSchema,
    handle: debug,
  },
  {
    method: "POST",
    path: "/admin/v1/debug-link",
    access: "admin",
    scope: "edit",
    audit: "debug_link.create",
    summary: "Make the token of a debug link, for an hour.",
    answer: v.strictObject({ token: v.string(), untilMs: v.number() }),
    handle: link,
  },
];
