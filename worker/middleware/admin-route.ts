import { waitUntil } from "cloudflare:workers";
import { Problem } from "../problem.ts";
import type { AppContext, Route } from "../routes/route.ts";
import { siteObject } from "../routes/site-object.ts";
import { requireAdministrator, requireRoot, type Administrator } from "./administrator.ts";

/** @throws {Problem} 403 when the administrator may not do this. */
function requireScope({ var: { scopes } }: AppContext, route: Route): void {
  if (route.access !== "admin" || scopes.includes(route.scope)) return;
  const held = scopes.length === 0 ? "nothing" : scopes.map((scope) => `"${scope}"`).join(", ");
  throw new Problem(
    403,
    "missing_scope",
    `this needs the scope "${route.scope}", and the credential has ${held}; use one with it, or have somebody with "keys" make one`,
  );
}

/** Whether a request brings nothing at all, as a POST that only triggers something. */
function isEmpty(request: Request): boolean {
  return request.body === null || request.headers.get("content-length") === "0";
}

/**
 * A form of somebody else's page can send `text/plain` and two types more, and no other without asking
 * first; so a body has to say that it is JSON, or what else the route takes.
 *
 * @throws {Problem} 415 for any other type, or none.
 */
function requireBodyType({ req }: AppContext, route: Route): void {
  if (route.method === "GET") return;
  const given = req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (given === undefined && isEmpty(req.raw)) return;
  const taken = ("bodyTypes" in route ? route.bodyTypes : undefined) ?? ["application/json"];
  if (given !== undefined && taken.includes(given)) return;
  throw new Problem(
    415,
    "unsupported_type",
    `the body must be sent with content-type: ${taken.join(" or ")}`,
  );
}

/** Runs the handler and writes the audit row of what it did. */
async function handleAudited(context: AppContext, route: Route, action: string): Promise<Response> {
  const response = await route.handle(context);
  if (response.status >= 400) return response;
  const { actor, change } = context.var;
  const { method, path } = context.req;
  // Waited for: a change whose row cannot be written is not answered with success.
  await siteObject(context).audit({ ...change, actor, action, target: `${method} ${path}` });
  return response;
}

/** Finds out who asks, or refuses. */
async function identify(context: AppContext, route: Route): Promise<void> {
  if (route.access === "root") {
    await requireRoot(context);
    context.set("actor", { kind: "root" });
    return;
  }
  const administrator = await requireAdministrator(context);
  for (const [name, value] of Object.entries(administrator)) context.set(name as keyof Administrator, value);
  requireScope(context, route);
}

/**
 * What `app.ts` registers for a route: below /admin, behind who asks, their scope and the body's type, with its
 * row in the audit log.
 *
 * @throws {Error} For a route below /admin that would ask nobody.
 */
export function guarded(route: Route): Route["handle"] {
  const isAdministration = route.access === "admin" || route.access === "root";
  if (isAdministration !== route.path.startsWith("/admin/")) {
    throw new Error(`${route.method} ${route.path}: /admin, and nothing else, is for administrators`);
  }
  if (!isAdministration) return route.handle;
  const action = "audit" in route ? route.audit : null;
  return async (context) => {
    await identify(context, route);
    requireBodyType(context, route);
    if (action === null) return route.handle(context);
    const answered = handleAudited(context, route, action);
    // Somebody who hangs up in between does not get away without the row.
    waitUntil(answered.catch(() => undefined));
    return answered;
  };
}
