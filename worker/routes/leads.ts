import * as v from "valibot";
import { LeadPageSchema, leadSorts } from "../../shared/schema/lead-page.ts";
import { LeadSchema, type HandOffDelivery, type HandOffRecord } from "../../shared/schema/visitor.ts";
import { listenerHeaders, liveProtocol } from "../objects/site/live-feed.ts";
import type { VisitorObject } from "../objects/visitor/visitor.ts";
import { Problem } from "../problem.ts";
import { problemOf } from "../schema-problem.ts";
import { visitorIdShape } from "../security/visitor-token.ts";
import type { AppContext, Route } from "./route.ts";
import { siteObject } from "./site-object.ts";

const LeadQuerySchema = v.strictObject({
  limit: v.optional(
    v.pipe(v.string(), v.digits("must be a number"), v.transform(Number), v.minValue(1), v.maxValue(200)),
    "50",
  ),
  cursor: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^(-?\d{1,16}\.[A-Za-z0-9_-]{22})?$/, "must be the nextCursor of the page before"),
    ),
  ),
  stage: v.optional(v.pipe(v.string(), v.maxLength(64))),
  q: v.optional(v.pipe(v.string(), v.maxLength(200))),
  known: v.optional(v.picklist(["true", "false"])),
  sort: v.optional(v.picklist(leadSorts), "last_seen"),
});

async function list(context: AppContext): Promise<Response> {
  const parsed = v.safeParse(LeadQuerySchema, context.req.query());
  if (!parsed.success) {
    const { code, field, message } = problemOf(parsed.issues, "the query");
    throw new Problem(422, code, message, { field });
  }
  const { limit, cursor, stage, q, known, sort } = parsed.output;
  return context.json(
    await siteObject(context).leads({
      limit,
      sort,
      ...(cursor !== undefined && cursor !== "" && { cursor }),
      ...(stage !== undefined && stage !== "" && { stage }),
      ...(q !== undefined && { text: q }),
      ...(known !== undefined && { isKnown: known === "true" }),
    }),
  );
}

async function show(context: AppContext): Promise<Response> {
  const id = context.req.param("id") ?? "";
  const { siteId } = context.var;
  const noLead = () => new Problem(404, "not_found", "there is no lead of this id");
  if (!visitorIdShape.test(id)) throw noLead();
  const { VISITOR } = context.env;
  // By its class: what the platform makes of a lead across a call is no type at all.
  const visitor: Pick<VisitorObject, "lead"> = VISITOR.get(VISITOR.idFromName(`${siteId}:${id}`));
  const lead = await visitor.lead(siteId, context.req.query("language") ?? "en");
  if (lead === null) throw noLead();
  return context.json({ ...lead, handOffs: await withDeliveries(context, lead.handOffs) });
}

/** Hand-offs with what the destinations know of them. Only who looks at a lead asks them. */
async function withDeliveries(
  context: AppContext,
  handOffs: readonly HandOffRecord[],
): Promise<HandOffRecord[]> {
  const taken = handOffs.filter(({ destinations }) => destinations.length > 0);
  if (taken.length === 0) return [...handOffs];
  const known: Record<string, HandOffDelivery[]> = await siteObject(context).deliveriesOf(
    taken.map(({ id, destinations }) => ({ id, destinations })),
  );
  return handOffs.map((handOff) => ({ ...handOff, deliveries: known[handOff.id] ?? [] }));
}

async function live(context: AppContext): Promise<Response> {
  if (context.req.header("upgrade")?.toLowerCase() !== "websocket") {
    throw new Problem(
      426,
      "upgrade_required",
      `this is a WebSocket: connect with the subprotocols ${liveProtocol} and bearer.<token>`,
      {
        headers: { upgrade: "websocket" },
      },
    );
  }
  const { actor, expiresAtMs } = context.var;
  const headers = listenerHeaders(context.req.raw.headers, actor, expiresAtMs);
  return siteObject(context).fetch(new Request(context.req.raw, { headers }));
}

/** The lead book. */
export const leadRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/admin/v1/leads",
    access: "admin",
    scope: "read",
    summary: "List visitors and leads, the latest or the highest first.",
    details:
      "Where points fade, the totals of known leads are told again when a tenth has gone; those of visitors who are not known are as of when they were last seen.",
    query: {
      limit: "1 to 200; 50 when left out",
      cursor: "`nextCursor` of the page before",
      stage: "only this stage",
      q: "part of a name, e-mail address, phone number, user id or company",
      known:
        "`true`: only those whose e-mail address, phone number or user id is known; `false`: only the others",
      sort: "`last_seen` (default) or `total`",
    },
    answer: LeadPageSchema,
    handle: list,
  },
  {
    method: "GET",
    path: "/admin/v1/leads/:id",
    access: "admin",
    scope: "read",
    summary: "One lead in full: receipts that sum to the total, timeline, stage history, hand-offs.",
    query: { language: "language of `explanation`: en, tr, pl, ro" },
    answer: LeadSchema,
    handle: show,
  },
  {
    method: "GET",
    path: "/admin/v1/live",
    access: "admin",
    scope: "read",
    summary: "WebSocket: every change of the lead book as it happens.",
    details: `Subprotocols \`${liveProtocol}\` and \`bearer.<token>\`, since a browser cannot send the token in a header. A message is \`{"type": "lead", "lead": {...}}\`, \`{"type": "gone", "id": "..."}\` when a lead has become part of another or was erased, \`{"type": "setup"}\` when \`GET /admin/v1/setup\` has news, or \`{"type": "held", "held": 3}\` when the first hand-off is held or held ones were let go, with how many are left. There may be further types.`,
    handle: live,
  },
];
