import * as v from "valibot";
import { basicUser, requireTrackingKey } from "../middleware/credentials.ts";
import { requireSite } from "../middleware/keyed-body.ts";
import { requireAllowedOrigin } from "../middleware/origin.ts";
import { requireRate } from "../middleware/rate.ts";
import { Problem } from "../problem.ts";
import type { AppContext, Route } from "./route.ts";

/**
 * The site of a page that is about to report, which may read the answer from now on.
 *
 * @throws {Problem} 401 when it is not the write key of a site: a secret key has no place in a page. 403
 * for a page of another origin.
 */
async function requirePage(context: AppContext, key: string | undefined): Promise<string> {
  const { env, req } = context;
  const grant = await requireTrackingKey(env, null, key);
  if (grant.kind !== "write")
    throw new Problem(401, "invalid_key", "this is for pages: use the public write key", {
      field: "writeKey",
    });
  const origin = req.header("origin") ?? null;
  requireAllowedOrigin((await requireSite(env, grant.siteId)).site, grant, req.raw);
  await requireRate(env, req.raw, grant.siteId);
  if (origin !== null) {
    context.header("access-control-allow-origin", origin);
    context.header("vary", "origin");
  }
  return grant.siteId;
}

/** What `@segment/analytics-next` asks its CDN for before it sends anything. */
async function segmentSettings(context: AppContext): Promise<Response> {
  const key = context.req.param("key") ?? "";
  await requirePage(context, key);
  const { host, protocol } = new URL(context.req.url);
  return context.json({
    integrations: {
      "Segment.io": {
        apiKey: key,
        apiHost: `${host}/v1`,
        protocol: protocol.replace(":", ""),
        unbundledIntegrations: [],
        addBundledMetadata: true,
        maybeBundledConfigIds: {},
        versionSettings: { version: "4.4.7", componentTypes: ["browser"] },
      },
    },
    plan: {
      track: { __default: { enabled: true, integrations: {} } },
      identify: { __default: { enabled: true } },
      group: { __default: { enabled: true } },
    },
    enabledMiddleware: {},
    middlewareSettings: {},
    remotePlugins: [],
    legacyVideoPluginsEnabled: false,
    // It would measure itself for Segment.
    metrics: { sampleRate: 0 },
    analyticsNextEnabled: true,
  });
}

/** What RudderStack's JavaScript SDK asks its control plane for before it sends anything. */
async function rudderSourceConfig(context: AppContext): Promise<Response> {
  const key = context.req.query("writeKey") ?? basicUser(context.req.header("authorization") ?? null);
  const siteId = await requirePage(context, key);
  const since = "2026-01-01T00:00:00.000Z";
  return context.json({
    source: {
      id: siteId,
      name: siteId,
      writeKey: key,
      workspaceId: siteId,
      enabled: true,
      connections: [],
      destinations: [],
      updatedAt: since,
      // It would report its own errors and numbers to its maker.
      config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
      dataplanes: {},
    },
    updatedAt: since,
    consentManagementMetadata: { providers: [] },
  });
}

const anything = v.record(v.string(), v.unknown());

/** What other people's browser libraries ask for before their first event. */
export const clientRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/v1/projects/:key/settings",
    access: "key",
    summary: "Settings for Segment's browser library, which then sends its events here.",
    details:
      "For `@segment/analytics-next` with this server as `cdnURL`. The key in the path is the write key.",
    answer: anything,
    handle: segmentSettings,
  },
  ...["/sourceConfig", "/sourceConfig/"].map((path): Route => ({
    method: "GET",
    path,
    access: "key",
    summary: "Source configuration for RudderStack's browser library.",
    details: "For `@rudderstack/analytics-js` with this server as `configUrl`.",
    query: { writeKey: "the write key, or else as the user of Basic authentication" },
    answer: anything,
    handle: rudderSourceConfig,
  })),
];
