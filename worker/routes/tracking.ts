import * as v from "valibot";
import { limits } from "../../shared/limits.ts";
import { AnswerSchema, BatchSchema, type Answer, type Batch } from "../../shared/schema/batch.ts";
import { eventTypes, IncomingEventSchema, type EventType } from "../../shared/schema/event.ts";
import { secretOf } from "../environment.ts";
import { mayBeKnown, saysNo } from "../ingest/consent.ts";
import { guardValue } from "../ingest/guard.ts";
import { ingestBatch } from "../ingest/ingest.ts";
import { batchOfCalls } from "../ingest/queued-calls.ts";
import { SetupWatch } from "../ingest/sightings.ts";
import { isFirstParty, readVisitorCookie, visitorCookie } from "../ingest/visitor-cookie.ts";
import { isRecord } from "../json-value.ts";
import { parseJson, readBody, requireSize } from "../middleware/body.ts";
import { basicUser, requireTrackingKey } from "../middleware/credentials.ts";
import { isAllowedOrigin, requireAllowedOrigin } from "../middleware/origin.ts";
import { requireRate } from "../middleware/rate.ts";
import { Problem } from "../problem.ts";
import { problemOf } from "../schema-problem.ts";
import { loadSite } from "../snapshots.ts";
import type { AppContext, Route } from "./route.ts";

/** Fields of a single call that belong to the request, not to the event. */
const requestFields = ["writeKey", "sentAt", "visitor"] as const;

/** A single call as a batch of one. */
function asBatch(body: Record<string, unknown>, type: EventType): Record<string, unknown> {
  const request: Record<string, unknown> = {};
  const event: Record<string, unknown> = { ...body, type };
  for (const field of requestFields) {
    if (Object.hasOwn(body, field)) request[field] = body[field];
    delete event[field];
  }
  return { ...request, batch: [event] };
}

function requireBatch(body: Record<string, unknown>): Batch {
  const { batch: _, ...envelope } = body;
  const guarded = guardValue(envelope);
  if (guarded !== undefined) throw new Problem(422, guarded.code, guarded.message, { field: guarded.field });
  const parsed = v.safeParse(BatchSchema, body);
  if (parsed.success) return parsed.output;
  const { code, field, message } = problemOf(parsed.issues, "the body");
  throw new Problem(422, code, message, { field });
}

/** Size, JSON, key, origin, rate, schema; each event's own schema and depth after that, one by one. */
async function handleTracking(context: AppContext, type?: EventType): Promise<Response> {
  const receivedAtMs = Date.now();
  const { env, req } = context;
  const request = req.raw;
  const authorization = request.headers.get("authorization");
  const text = await readBody(
    request,
    authorization === null ? limits.publicBodyBytes : limits.serverBodyBytes,
  );
  const body = parseJson(text);
  if (!isRecord(body)) throw new Problem(422, "invalid_field", "the body must be a JSON object");

  const origin = request.headers.get("origin");
  const watch = new SetupWatch(env, origin);
  const grant = await requireTrackingKey(env, authorization, body["writeKey"]).catch((problem: unknown) => {
    watch.unknownKey(basicUser(authorization) ?? body["writeKey"]);
    throw problem;
  });
  const site = await loadSite(env, grant.siteId);
  if (site === null)
    throw new Problem(503, "not_published", "the site has no published model yet; try again in a minute", {
      headers: { "retry-after": "60" },
    });
  if (grant.kind === "write") {
    // A header that could have been a secret key's has let more in than a write key may send.
    if (authorization !== null)
      requireSize(new TextEncoder().encode(text).byteLength, limits.publicBodyBytes);
    if (origin !== null && !isAllowedOrigin(site.site.origins, origin)) watch.foreignOrigin(grant.siteId);
    requireAllowedOrigin(site.site.origins, origin);
    await requireRate(env, request, grant.siteId);
  }
  const batch = requireBatch(type === undefined ? batchOfCalls(body) : asBatch(body, type));
  const cookie = readVisitorCookie(request, grant.siteId);
  const source = grant.kind === "write" ? "browser" : "server";
  const isKept = source === "server" || mayBeKnown(request, site.site, batch);
  const answer = await ingestBatch({
    environment: env,
    secret: secretOf(env),
    site,
    source,
    request,
    batch,
    receivedAtMs,
    // An empty id says that the visitor of the cookie is not meant any more.
    token: batch.visitor ?? cookie,
    isKept,
  });
  watch.taken(grant.siteId, { source, batch, isKept, answer, headers: request.headers });
  if (source === "browser" && isFirstParty(request)) {
    const visitor = isKept && !saysNo(batch) ? answer.visitor : undefined;
    if (visitor !== undefined || cookie !== undefined)
      context.header("set-cookie", visitorCookie(request, grant.siteId, visitor));
  }
  if (origin !== null) {
    context.header("access-control-allow-origin", grant.kind === "write" ? origin : "*");
    context.header("vary", "origin");
  }
  // A single call has nothing beside it that could have gone well.
  const isRefused = type !== undefined && answer.rejected.length > 0;
  return context.json<Answer>(answer, isRefused ? 422 : 200);
}

const shortForms: Readonly<Record<EventType, string>> = {
  track: "t",
  page: "p",
  identify: "i",
  group: "g",
  alias: "a",
  screen: "s",
};

const batchDetails = `The body may be sent as \`text/plain\`, so that a browser needs no preflight. At most
${limits.publicBodyBytes.toLocaleString("en")} bytes with the write key, ${limits.serverBodyBytes.toLocaleString("en")} with the secret key (Basic authentication, the key as user, no password).
One bad event never costs the good ones: it is named in \`rejected\`. The short form is \`/v1/b\`.`;

const batchRoutes: Route[] = ["/v1/batch", "/v1/b"].map((path) => ({
  method: "POST",
  path,
  access: "key",
  summary: "Report events; the answer says what to do now.",
  details: batchDetails,
  body: BatchSchema,
  answer: AnswerSchema,
  handle: (context) => handleTracking(context),
}));

const singleRoutes: Route[] = eventTypes.flatMap((type) =>
  [`/v1/${type}`, `/v1/${shortForms[type]}`].map((path) => ({
    method: "POST" as const,
    path,
    access: "key" as const,
    summary: `Report one ${type} call.`,
    details: `The event, with \`writeKey\`, \`sentAt\` and \`visitor\` beside its own fields; \`type\` may be left out. The short form is \`/v1/${shortForms[type]}\`.`,
    body: IncomingEventSchema,
    answer: AnswerSchema,
    handle: (context: AppContext) => handleTracking(context, type),
  })),
);

/** Segment's tracking calls. */
export const trackingRoutes: readonly Route[] = [...batchRoutes, ...singleRoutes];
