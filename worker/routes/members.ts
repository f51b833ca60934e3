import * as v from "valibot";
import { MemberSchema, NewMemberSchema } from "../../shared/schema/admin.ts";
import { Problem } from "../problem.ts";
import { adminBody } from "./admin-body.ts";
import type { AppContext, Route } from "./route.ts";
import { siteObject } from "./site-object.ts";
import { lastKeeper, requireGivable } from "./tokens.ts";

async function save(context: AppContext): Promise<Response> {
  const input = await adminBody(context, NewMemberSchema);
  requireGivable(context, input.scopes);
  const change = await siteObject(context).saveMember(input);
  if (change === "last") throw lastKeeper();
  const { before, after } = change;
  context.set("change", { ...(before !== null && { before }), after });
  return context.json(after, before === null ? 201 : 200);
}

async function remove(context: AppContext): Promise<Response> {
  const before = await siteObject(context).removeMember(context.req.param("id") ?? "");
  if (before === "last") throw lastKeeper();
  if (before === null) throw new Problem(404, "not_found", "there is no member of this id");
  context.set("change", { before });
  return context.body(null, 204);
}

/** People who sign in with Cloudflare Access. */
export const memberRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/admin/v1/members",
    access: "admin",
    scope: "keys",
    audit: "member.save",
    summary:
      "Let somebody who signs in with Cloudflare Access administer the site, or give them other scopes.",
    details:
      "It holds at once. They can be given only scopes that the giver has. See [administration](administration.md) for how Access is set up.",
    body: NewMemberSchema,
    answer: MemberSchema,
    handle: save,
  },
  {
    method: "GET",
    path: "/admin/v1/members",
    access: "admin",
    scope: "keys",
    summary: "List the members.",
    answer: v.strictObject({ members: v.array(MemberSchema) }),
    handle: async (context) => context.json({ members: await siteObject(context).members() }),
  },
  {
    method: "DELETE",
    path: "/admin/v1/members/:id",
    access: "admin",
    scope: "keys",
    audit: "member.remove",
    summary: "Take a member away, at once.",
    handle: remove,
  },
];
