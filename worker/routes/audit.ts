import * as v from "valibot";
import { AuditCheckSchema, AuditRowSchema, type AuditRow } from "../../shared/schema/admin.ts";
import { Problem } from "../problem.ts";
import { problemOf } from "../schema-problem.ts";
import type { AppContext, Route } from "./route.ts";
import { siteObject } from "./site-object.ts";

const AuditQuerySchema = v.strictObject({
  limit: v.optional(
    v.pipe(v.string(), v.digits("must be a number"), v.transform(Number), v.minValue(1), v.maxValue(200)),
    "50",
  ),
  cursor: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,15}$/, "must be the nextCursor of the page before"),
      v.transform(Number),
    ),
  ),
});

async function list(context: AppContext): Promise<Response> {
  const parsed = v.safeParse(AuditQuerySchema, context.req.query());
  if (!parsed.success) {
    const { code, field, message } = problemOf(parsed.issues, "the query");
    throw new Problem(422, code, message, { field });
  }
  const { limit, cursor } = parsed.output;
  const { rows, nextCursor } = await siteObject(context).auditPage(limit, cursor);
  return context.json({ rows: rows.map((row) => JSON.parse(row) as AuditRow), nextCursor });
}

/** What was changed, by whom. Nothing here can be written, changed or taken away by a request. */
export const auditRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/admin/v1/audit",
    access: "admin",
    scope: "read",
    summary: "The audit log: every change of the site, the newest first.",
    query: { limit: "1 to 200; 50 when left out", cursor: "`nextCursor` of the page before" },
    answer: v.strictObject({ rows: v.array(AuditRowSchema), nextCursor: v.nullable(v.string()) }),
    handle: list,
  },
  {
    method: "GET",
    path: "/admin/v1/audit/check",
    access: "admin",
    scope: "read",
    summary: "Walk the audit log's chain of hashes and say whether a row was altered, put in or taken out.",
    answer: AuditCheckSchema,
    handle: async (context) => context.json(await siteObject(context).checkAudit()),
  },
];
