import * as v from "valibot";
import { VisitorIdSchema } from "../../shared/schema/identity.ts";
import { NewObjectionSchema, type Objection } from "../../shared/schema/objection.ts";
import { ErasureSchema, PersonExportSchema, PersonSchema, type Person } from "../../shared/schema/privacy.ts";
import { LeadSchema } from "../../shared/schema/visitor.ts";
import { erasePerson } from "../privacy/erase-person.ts";
import { explainToPerson } from "../privacy/explain-to-person.ts";
import { exportPerson } from "../privacy/export-person.ts";
import { findPerson, visitorObject, type Found } from "../privacy/person.ts";
import { Problem } from "../problem.ts";
import { adminBody } from "./admin-body.ts";
import type { AppContext, Route } from "./route.ts";

const noLead = () => new Problem(404, "not_found", "there is no lead of this id");
const nobody = () => new Problem(404, "not_found", "nobody is known by this name");

const languageOf = ({ req }: AppContext): string => req.query("language") ?? "en";

const find = ({ env, var: { siteId } }: AppContext, person: Person): Promise<Found> =>
  findPerson(env, siteId, person);

/** The lead that the path names. */
async function findLead(context: AppContext): Promise<Found> {
  const id = context.req.param("id") ?? "";
  return v.is(VisitorIdSchema, id) ? find(context, { leadId: id }) : "nobody";
}

/** @throws {Problem} 404 when there is no such lead on the token's site. */
async function requireLead(context: AppContext): Promise<string> {
  const found = await findLead(context);
  if (typeof found === "string") throw noLead();
  return found.leadId;
}

async function answerExport(context: AppContext, leadId: string): Promise<Response> {
  const { env, siteId } = { env: context.env, siteId: context.var.siteId };
  const exported = await exportPerson(env, siteId, leadId, languageOf(context));
  if (exported === null) throw noLead();
  context.set("change", { after: { lead: leadId } });
  return context.json(exported, 200, {
    "content-disposition": `attachment; filename="person-${leadId}.json"`,
  });
}

async function answerErasure(context: AppContext, found: Found, absent: () => Problem): Promise<Response> {
  if (found === "nobody") throw absent();
  const { siteId, actor } = context.var;
  const erased =
    found === "erased"
      ? null
      : await erasePerson(context.env, siteId, found.leadId, { why: "request", actor });
  if (erased === null) return context.body(null, 204);
  const { leadId, visitors, identities, deliveries, receivers } = erased;
  context.set("change", { before: { lead: leadId }, after: { visitors, identities, deliveries, receivers } });
  return context.json(erased);
}

async function setObjection(context: AppContext, objection: Objection | null): Promise<Response> {
  const { env } = context;
  const { siteId } = context.var;
  const leadId = await requireLead(context);
  const lead = visitorObject(env, siteId, leadId);
  const before = (await lead.lead(siteId, "en"))?.objection ?? null;
  const devices = (await lead.remains())?.devices ?? [];
  // Whoever still has an objection gives it to the other: taken back, it goes from the lead first.
  for (const id of objection === null ? [leadId, ...devices] : [...devices, leadId])
    if (!(await visitorObject(env, siteId, id).object(objection)) && id === leadId) throw noLead();
  context.set("change", { before: { lead: leadId, objection: before }, after: { objection } });
  const shown = await lead.lead(siteId, languageOf(context));
  if (shown === null) throw noLead();
  return context.json(shown);
}

async function object(context: AppContext): Promise<Response> {
  const { note } = await adminBody(context, NewObjectionSchema);
  return setObjection(context, { atMs: Date.now(), note: note ?? null });
}

async function explain(context: AppContext): Promise<Response> {
  const leadId = await requireLead(context);
  const text = await explainToPerson(context.env, context.var.siteId, leadId, languageOf(context));
  if (text === null) throw noLead();
  return context.text(text);
}

const erasureDetails = `Takes away everything that is kept of the person: every device's events, what was refused, merges, what their addresses lead to,
the line in the lead book, deliveries with their requests, lines of the sources' logs, what the audit log says of them, rows of earlier exports. Each receiver that
got something is told, or named in \`receivers\` with what is to be done by hand. Late events of the devices and late webhooks about the addresses are dropped.
The second time it is answered with 204. What remains is in docs/privacy.md.`;

/** What somebody may ask of whoever keeps their data. */
export const privacyRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/.well-known/gpc.json",
    access: "public",
    summary: "Says that Global Privacy Control is honoured here.",
    details: "https://www.w3.org/TR/gpc/; of the domain that the worker answers under.",
    answer: v.strictObject({ gpc: v.literal(true), lastUpdate: v.string() }),
    handle: (context) => context.json({ gpc: true, lastUpdate: "2026-11-22" }),
  },
  {
    method: "GET",
    path: "/admin/v1/leads/:id/export",
    access: "admin",
    scope: "read",
    summary: "Everything that is kept of one person, over all their devices. Nothing of anybody else.",
    query: { language: "language of the explanation of the score: en, tr, pl, ro" },
    answer: PersonExportSchema,
    handle: async (context) => answerExport(context, await requireLead(context)),
  },
  {
    method: "POST",
    path: "/admin/v1/privacy/export",
    access: "admin",
    scope: "read",
    audit: "lead.export",
    summary: "The same, of whoever is known by an e-mail address, a user id or a phone number.",
    body: PersonSchema,
    answer: PersonExportSchema,
    handle: async (context) => {
      const found = await find(context, await adminBody(context, PersonSchema));
      if (typeof found === "string") throw nobody();
      return answerExport(context, found.leadId);
    },
  },
  {
    method: "DELETE",
    path: "/admin/v1/leads/:id",
    access: "admin",
    scope: "edit",
    audit: "lead.erase",
    summary: "Erase a person, with everything that is kept of them.",
    details: erasureDetails,
    answer: ErasureSchema,
    handle: async (context) => answerErasure(context, await findLead(context), noLead),
  },
  {
    method: "POST",
    path: "/admin/v1/privacy/erase",
    access: "admin",
    scope: "edit",
    audit: "lead.erase",
    summary: "The same, of whoever is known by an e-mail address, a user id or a phone number.",
    details: erasureDetails,
    body: PersonSchema,
    answer: ErasureSchema,
    handle: async (context) =>
      answerErasure(context, await find(context, await adminBody(context, PersonSchema)), nobody),
  },
  {
    method: "PUT",
    path: "/admin/v1/leads/:id/objection",
    access: "admin",
    scope: "edit",
    audit: "lead.object",
    summary:
      "Write down that a person objects to being scored: no points, no actions, no hand-offs from now on.",
    details:
      "On all their devices. What waits at the destinations is called back. The events are kept until they are erased.",
    body: NewObjectionSchema,
    answer: LeadSchema,
    handle: object,
  },
  {
    method: "DELETE",
    path: "/admin/v1/leads/:id/objection",
    access: "admin",
    scope: "edit",
    audit: "lead.unobject",
    summary: "Take an objection back: the person is scored again, from everything that was kept.",
    details: "What would have been handed off in the meantime is not handed off now.",
    answer: LeadSchema,
    handle: (context) => setObjection(context, null),
  },
  {
    method: "GET",
    path: "/admin/v1/leads/:id/explanation",
    access: "admin",
    scope: "read",
    summary:
      "The score of a person in plain words, to answer their request with: what was counted, since when, by which rules, with what result, and what it was used for.",
    query: { language: "en, tr, pl, ro" },
    handle: explain,
  },
];
