import type { Context } from "hono";
import type * as v from "valibot";
import type { Environment } from "../environment.ts";

/** What the middleware has found out about a request. */
export interface Variables {
  requestId: string;
  /** The site that the admin token belongs to. */
  siteId: string;
}

export type AppEnvironment = { Bindings: Environment; Variables: Variables };
export type AppContext = Context<AppEnvironment>;

/** Who may call a route. `root` is the deployment's own token. */
export type Access = "public" | "key" | "admin" | "root";

/** A route: what the documentation says of it, and what it does. Written once, registered and documented from here. */
export interface Route {
  method: "GET" | "POST";
  path: string;
  access: Access;
  summary: string;
  /** More than the summary holds, in Markdown. */
  details?: string;
  body?: v.GenericSchema;
  answer?: v.GenericSchema;
  /** Query parameters and what they do. */
  query?: Readonly<Record<string, string>>;
  handle: (context: AppContext) => Promise<Response> | Response;
}
