import type { Context } from "hono";
import type * as v from "valibot";
import type { Actor, Scope } from "../../shared/schema/admin.ts";
import type { Environment } from "../environment.ts";

/** What a mutating handler can add to its row of the audit log. Secrets are taken out before it is written. */
export interface Change {
  before?: unknown;
  after?: unknown;
}

/** What the middleware has found out about a request. */
export interface Variables {
  requestId: string;
  /** The site that the administrator speaks for. A root route that makes a site sets it. */
  siteId: string;
  /** Who asks; set below /admin. */
  actor: Actor;
  /** What they may do. */
  scopes: readonly Scope[];
  /** When their credential ends by itself; null when it does not. */
  expiresAtMs: number | null;
  /** Set by a mutating handler: what the audit log says of the change. */
  change: Change;
}

export type AppEnvironment = { Bindings: Environment; Variables: Variables };
export type AppContext = Context<AppEnvironment>;

/** Who may call a route. `root` is the deployment's own token, `source` a provider whose webhook proves itself. */
export type Access = "public" | "key" | "secret" | "source" | "admin" | "root";

/** What was done, as the audit log names it: `destination.create`. */
export type AuditAction = `${string}.${string}`;

type ChangingMethod = "POST" | "PUT" | "PATCH" | "DELETE";

interface RouteBase {
  path: string;
  summary: string;
  /** More than the summary holds, in Markdown. */
  details?: string;
  body?: v.GenericSchema;
  answer?: v.GenericSchema;
  /** Query parameters and what they do. */
  query?: Readonly<Record<string, string>>;
  handle: (context: AppContext) => Promise<Response> | Response;
}

interface OpenRoute extends RouteBase {
  method: "GET" | "POST";
  access: "public" | "key" | "secret" | "source";
}

interface AdminReading extends RouteBase {
  method: "GET";
  access: "admin";
  /** What the caller has to be allowed; 403 without it. */
  scope: Scope;
}

interface AdminChange extends RouteBase {
  method: ChangingMethod;
  access: "admin";
  scope: Scope;
  /**
   * Leaves one row in the site's audit log, under this name, whenever the handler answered with success;
   * `context.set("change", { before, after })` says what changed. Null for a POST that changes nothing and
   * only has a body to read.
   */
  audit: AuditAction | null;
  /** Types of the body that are taken. Only `application/json` when left out, whatever a form of another page sends. */
  bodyTypes?: readonly string[];
}

interface RootReading extends RouteBase {
  method: "GET";
  access: "root";
}

interface RootChange extends RouteBase {
  method: ChangingMethod;
  access: "root";
  /** As in an administrator's route; the row goes to the site that the handler sets as `siteId`. */
  audit: AuditAction;
}

/** A route: what the documentation says of it, and what it does. Written once, registered and documented from here. */
export type Route = OpenRoute | AdminReading | AdminChange | RootReading | RootChange;
