import * as v from "valibot";
import { VisitorIdSchema } from "../../shared/schema/identity.ts";
import { LeadSchema } from "../../shared/schema/visitor.ts";
import type { VisitorObject } from "../objects/visitor/visitor.ts";
import { Problem } from "../problem.ts";
import { visitorIdShape } from "../security/visitor-token.ts";
import { adminBody } from "./admin-body.ts";
import type { AppContext, Route } from "./route.ts";

const OtherSchema = v.strictObject({
  with: v.pipe(VisitorIdSchema, v.description("The other lead.")),
});
const DeviceSchema = v.strictObject({
  device: v.pipe(VisitorIdSchema, v.description("A device of the lead, from its `devices`.")),
});

const noLead = (field?: string) =>
  new Problem(404, "not_found", "there is no lead of this id", field === undefined ? {} : { field });

/** A visitor's object; typed by its class, since the platform's type of a call is not one to read. */
function visitorObject(context: AppContext, id: string): VisitorObject {
  const { VISITOR } = context.env;
  return VISITOR.get(VISITOR.idFromName(`${context.var.siteId}:${id}`)) as unknown as VisitorObject;
}

/** @throws {Problem} 404 when there is no such lead on the token's site. */
async function requireLead(context: AppContext, id: string, field?: string): Promise<string> {
  if (!visitorIdShape.test(id)) throw noLead(field);
  const visitor = visitorObject(context, id);
  if ((await visitor.lead(context.var.siteId, "en")) === null) throw noLead(field);
  return (await visitor.standing(id)).root;
}

async function answerLead(context: AppContext, id: string): Promise<Response> {
  const lead = await visitorObject(context, id).lead(
    context.var.siteId,
    context.req.query("language") ?? "en",
  );
  if (lead === null) throw noLead();
  return context.json(lead);
}

async function merge(context: AppContext): Promise<Response> {
  const body = await adminBody(context, OtherSchema);
  const owner = await requireLead(context, context.req.param("id") ?? "");
  const other = await requireLead(context, body.with, "with");
  if (owner === other) throw new Problem(409, "merged", "both are one lead already", { field: "with" });
  await visitorObject(context, other).mergeInto({ siteId: context.var.siteId, visitorId: other }, owner, {
    reason: "person",
    isProved: false,
    newId: null,
  });
  context.set("change", { after: { lead: owner, with: other } });
  return answerLead(context, owner);
}

async function unmerge(context: AppContext): Promise<Response> {
  const body = await adminBody(context, DeviceSchema);
  const owner = await requireLead(context, context.req.param("id") ?? "");
  const device = visitorObject(context, body.device);
  if (!(await device.part(owner)))
    throw new Problem(404, "not_found", "the lead has no device of this id", { field: "device" });
  context.set("change", { before: { lead: owner, with: body.device } });
  return answerLead(context, owner);
}

async function dismiss(context: AppContext): Promise<Response> {
  const body = await adminBody(context, OtherSchema);
  const owner = await requireLead(context, context.req.param("id") ?? "");
  await visitorObject(context, owner).dismiss(body.with);
  await visitorObject(context, body.with).dismiss(owner);
  context.set("change", { after: { lead: owner, not: body.with } });
  return answerLead(context, owner);
}

/** Two visitors who are one person, and two who are not. */
export const mergeRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/admin/v1/leads/:id/merge",
    access: "admin",
    scope: "edit",
    audit: "lead.merge",
    summary: "Make another lead one with this one: its events count here from now on.",
    details:
      "The answer is the lead with both. Nothing leaves again that left for either of them. The other lead's browser goes on getting answers from what it did itself: that somebody at sales believes it proves nothing. Undone with `unmerge`.",
    body: OtherSchema,
    answer: LeadSchema,
    handle: merge,
  },
  {
    method: "POST",
    path: "/admin/v1/leads/:id/unmerge",
    access: "admin",
    scope: "edit",
    audit: "lead.unmerge",
    summary: "Undo a merge: a device is a lead of its own again, with everything that it did.",
    details:
      "What it did since the merge goes along. Both scores are what they would be without the merge; the two are not merged again but by hand.",
    body: DeviceSchema,
    answer: LeadSchema,
    handle: unmerge,
  },
  {
    method: "POST",
    path: "/admin/v1/leads/:id/dismiss",
    access: "admin",
    scope: "edit",
    audit: "lead.dismiss",
    summary: "Say that a possible duplicate is somebody else.",
    body: OtherSchema,
    answer: LeadSchema,
    handle: dismiss,
  },
];
