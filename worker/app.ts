import { Hono } from "hono";
import { guarded } from "./middleware/admin-route.ts";
import { requireAdministrator } from "./middleware/administrator.ts";
import { log } from "./log.ts";
import { errorAnswer, Problem } from "./problem.ts";
import { routes } from "./routes/index.ts";
import type { AppEnvironment } from "./routes/route.ts";

/** On every answer of the API: nothing of it is for frames, caches or guessing. */
const headers = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
} as const;

/**
 * What a page of any origin may send; whether it may be here is decided when it does. Other people's
 * libraries have headers of their own: `X-Retry-Count` of Segment's second try, `AnonymousId` of
 * RudderStack's. A star stands for all but Authorization, and older browsers do not know it.
 */
const preflight = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST",
  "access-control-allow-headers": "authorization, content-type, x-retry-count, anonymousid, *",
  "access-control-max-age": "86400",
} as const;

/** The HTTP application: every route of `routes/`, behind the check that its access demands. */
export function createApp(): Hono<AppEnvironment> {
  const app = new Hono<AppEnvironment>();

  app.use(async (context, next) => {
    context.set("requestId", crypto.randomUUID());
    await next();
    // The answer to an upgrade cannot be changed.
    if (context.res.status === 101) return;
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value);
  });

  for (const path of ["/v1/*", "/sourceConfig", "/sourceConfig/"]) {
    app.options(path, (context) => context.body(null, 204, preflight));
  }

  for (const route of routes) app.on(route.method, route.path, guarded(route));

  // Denied by default: a path below /admin that no route has asks for a credential too.
  app.all("/admin/*", async (context) => {
    await requireAdministrator(context);
    return context.notFound();
  });

  app.notFound((context) => {
    const problem = new Problem(
      404,
      "not_found",
      `there is nothing at ${context.req.method} ${context.req.path.slice(0, 200)}`,
    );
    return context.json(errorAnswer(problem, context.var.requestId), 404);
  });

  app.onError((error, context) => {
    const { requestId } = context.var;
    const problem = error instanceof Problem ? error : unexpected(error, requestId);
    for (const [name, value] of Object.entries(problem.headers)) context.header(name, value);
    // A page may read why it was refused, unless it may not be here at all.
    if (!context.req.path.startsWith("/admin/") && problem.code !== "foreign_origin") {
      context.header("access-control-allow-origin", "*");
      context.header("access-control-expose-headers", "retry-after");
    }
    return context.json(errorAnswer(problem, requestId), problem.status);
  });

  return app;
}

/**
 * Whether it will pass: too much at once for an object, an object that has moved or was put away for a
 * new build, a disk that is full. Nothing of the request was kept, or it is known by its messageId.
 */
function isPassing(error: Error): boolean {
  const { overloaded, retryable } = error as { overloaded?: unknown; retryable?: unknown };
  return overloaded === true || retryable === true || error.message.includes("SQLITE_FULL");
}

/** What went wrong is for the log; the caller gets the id to ask with. */
function unexpected(error: Error, requestId: string): Problem {
  log("request_failed", { requestId, error });
  return isPassing(error)
    ? new Problem(503, "overloaded", "not possible at this moment; send the request again in a moment", {
        headers: { "retry-after": "2" },
      })
    : new Problem(
        500,
        "internal",
        "something went wrong on our side; send the request again: what was counted is known by its messageId",
      );
}
