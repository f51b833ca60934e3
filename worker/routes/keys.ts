import * as v from "valibot";
import { KeySchema, NewKeySchema, RotationSchema } from "../../shared/schema/admin.ts";
import { Problem } from "../problem.ts";
import { adminBody } from "./admin-body.ts";
import type { AppContext, Route } from "./route.ts";
import { siteObject } from "./site-object.ts";

const MadeKeySchema = v.strictObject({ ...KeySchema.entries, key: v.string() });

async function create(context: AppContext): Promise<Response> {
  const { credential, clear } = await siteObject(context).addKey(await adminBody(context, NewKeySchema));
  context.set("change", { after: credential });
  return context.json({ ...credential, key: clear }, 201);
}

async function rotate(context: AppContext): Promise<Response> {
  const { overlapHours } = await adminBody(context, RotationSchema);
  const rotated = await siteObject(context).rotateKey(context.req.param("id") ?? "", overlapHours);
  if (rotated === null) throw new Problem(404, "not_found", "there is no key of this id that holds");
  const { credential, clear, old } = rotated;
  context.set("change", { before: old, after: credential });
  return context.json({ ...credential, key: clear, old }, 201);
}

async function revoke(context: AppContext): Promise<Response> {
  const change = await siteObject(context).revokeKey(context.req.param("id") ?? "");
  if (change === null) throw new Problem(404, "not_found", "there is no key of this id");
  context.set("change", change);
  return context.body(null, 204);
}

/** The site's write and secret keys. */
export const keyRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/admin/v1/keys",
    access: "admin",
    scope: "keys",
    audit: "key.create",
    summary: "Make a write or secret key. It is in this answer and nowhere else.",
    details: "A site may have many: one for each server, say, so that each can be revoked alone.",
    body: NewKeySchema,
    answer: MadeKeySchema,
    handle: create,
  },
  {
    method: "GET",
    path: "/admin/v1/keys",
    access: "admin",
    scope: "keys",
    summary: "List the write and secret keys, ended ones too, the newest first.",
    answer: v.strictObject({ keys: v.array(KeySchema) }),
    handle: async (context) => context.json({ keys: await siteObject(context).keys() }),
  },
  {
    method: "POST",
    path: "/admin/v1/keys/:id/rotate",
    access: "admin",
    scope: "keys",
    audit: "key.rotate",
    summary: "Make a key in the place of another, which holds for some hours yet.",
    details:
      "From `old.endsAtMs` on the old key is answered with 401, to the millisecond where the rotation has arrived, which takes about a minute.",
    body: RotationSchema,
    answer: v.strictObject({ ...MadeKeySchema.entries, old: KeySchema }),
    handle: rotate,
  },
  {
    method: "DELETE",
    path: "/admin/v1/keys/:id",
    access: "admin",
    scope: "keys",
    audit: "key.revoke",
    summary: "Revoke a key. It is refused everywhere within about a minute.",
    handle: revoke,
  },
];
