import * as v from "valibot";
import { limits } from "../../shared/limits.ts";
import {
  AnswerSchema,
  BatchSchema,
  SingleCallSchema,
  type Answer,
  type Batch,
} from "../../shared/schema/batch.ts";
import { eventTypes, type EventType } from "../../shared/schema/event.ts";
import { isAllowedOrigin } from "../allowed-origin.ts";
import { secretOf } from "../environment.ts";
import { mayBeKnown, saysNo } from "../ingest/consent.ts";
import { guardValue } from "../ingest/guard.ts";
import { ingestBatch } from "../ingest/ingest.ts";
import { batchOfCalls } from "../ingest/queued-calls.ts";
import { requireDayLeft } from "../ingest/daily-cap.ts";
import { SetupWatch } from "../ingest/sightings.ts";
import { unscoredBot } from "../ingest/user-agent.ts";
import { isFirstParty, readVisitorCookie, visitorCookie } from "../ingest/visitor-cookie.ts";
import { readKeyed, requireSite } from "../middleware/keyed-body.ts";
import { requireAllowedOrigin } from "../middleware/origin.ts";
import { requireRate } from "../middleware/rate.ts";
import { Problem } from "../problem.ts";
import { problemOf } from "../schema-problem.ts";
import type { AppContext, Route } from "./route.ts";

/** Fields of a single call that belong to the request, not to the event. */
const requestFields = ["writeKey", "sentAt", "visitor", "strict"] as const;

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

/** Without what a server's library puts beside the batch and nobody here reads: a count, an id, a time. */
function withoutUnknown(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).filter(([name]) => Object.hasOwn(BatchSchema.entries, name)),
  );
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

/** Whether the sender is a developer who wants everything said. */
function isStrict({ req }: AppContext, body: Record<string, unknown>): boolean {
  const told: unknown[] = [req.query("strict"), req.header("x-scoreline-strict"), body["strict"]];
  // Not made a text: an object of JSON may have a `toString` that is none.
  return told.some((word) => word === true || word === "true");
}

/** Size, JSON, key, origin, rate, schema; each event's own schema and depth after that, one by one. */
async function handleTracking(context: AppContext, type?: EventType): Promise<Response> {
  const receivedAtMs = Date.now();
  const { env, req } = context;
  const request = req.raw;
  const authorization = request.headers.get("authorization");
  const origin = request.headers.get("origin");
  const watch = new SetupWatch(env, origin);
  const { body, grant } = await readKeyed(env, request, (key) => watch.unknownKey(key));
  const site = await requireSite(env, grant.siteId);
  if (grant.kind === "write") {
    if (origin !== null && !isAllowedOrigin(site.site.origins, origin)) watch.foreignOrigin(grant.siteId);
    requireAllowedOrigin(site.site, grant, request);
    await requireRate(env, request, grant.siteId);
    requireDayLeft(env, site.site, receivedAtMs);
  }
  const source = grant.kind === "write" ? "browser" : "server";
  const strict = isStrict(context, body);
  const told = type === undefined ? batchOfCalls(body) : asBatch(body, type);
  const batch = requireBatch(source === "server" && !strict ? withoutUnknown(told) : told);
  const cookie = await readVisitorCookie(request, secretOf(env), grant.siteId);
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
    isStrict: strict,
  });
  const bot = source === "browser" ? unscoredBot(request.headers, site.site) : undefined;
  watch.taken(grant.siteId, { source, batch, isKept, answer, bot, headers: request.headers });
  if (source === "browser" && isFirstParty(request)) {
    const isKnown = isKept && !saysNo(batch);
    const visitor = isKnown ? answer.visitor : undefined;
    // Kept and without an id in the answer: the browser has a newer one.
    if (visitor !== undefined || (cookie !== undefined && !isKnown))
      context.header("set-cookie", visitorCookie(request, grant.siteId, visitor));
  }
  if (origin !== null) {
    context.header("access-control-allow-origin", grant.kind === "write" ? origin : "*");
    context.header("vary", "origin");
  }
  // A single call has nothing beside it that could have gone well.
  const isRefused = type !== undefined && answer.rejected.length > 0;
  // Our own script sends no such header and needs no such word; some of Segment's libraries look for it.
  const segments = authorization !== null && !isRefused ? { success: true as const } : {};
  const isDisbelieved = isRefused && answer.rejected.some(({ code }) => code === "bad_proof");
  return context.json<Answer>({ ...segments, ...answer }, isDisbelieved ? 401 : isRefused ? 422 : 200);
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
One bad event never costs the good ones: it is named in \`rejected\`. The short form is \`/v1/b\`.
With the secret key the body may be compressed (\`content-encoding: gzip\` or \`deflate\`; the limit holds for what comes out of it), \`messageId\` may be left out, and fields that are not known are ignored with a warning.
An event whose keys and texts have more than ${limits.eventCharacters.toLocaleString("en")} characters is refused.`;

const strictQuery = {
  strict:
    "`true`, for developers: anything doubtful (an unknown field, a name that looks mistyped, a wrong type, a missing messageId, a time that cannot be) is an error 422 for the whole request with everything in `problems`, and nothing is stored. Also as the header `x-scoreline-strict: true` or as `strict` in the body",
};

const batchRoutes: Route[] = ["/v1/batch", "/v1/b"].map((path) => ({
  method: "POST",
  path,
  access: "key",
  summary: "Report events; the answer says what to do now.",
  details: batchDetails,
  query: strictQuery,
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
    details: `The event, with \`writeKey\`, \`sentAt\` and \`visitor\` beside its own fields. The short form is \`/v1/${shortForms[type]}\`.`,
    query: strictQuery,
    body: SingleCallSchema,
    answer: AnswerSchema,
    handle: (context: AppContext) => handleTracking(context, type),
  })),
);

/** Segment's tracking calls. */
export const trackingRoutes: readonly Route[] = [...batchRoutes, ...singleRoutes];
