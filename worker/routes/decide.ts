import * as v from "valibot";
import { emptyState } from "../../shared/core/index.ts";
import {
  DecideAnswerSchema,
  DecideRequestSchema,
  type DecideAnswer,
  type DecideQuestion,
} from "../../shared/schema/decide.ts";
import type { Decision } from "../../shared/schema/decision.ts";
import { secretOf } from "../environment.ts";
import { guardValue } from "../ingest/guard.ts";
import { pageViewAhead } from "../ingest/page-view-ahead.ts";
import { localeOf } from "../ingest/visit.ts";
import { visitorOfCookies } from "../ingest/visitor-cookie.ts";
import { readKeyed, requireSecret, requireSite } from "../middleware/keyed-body.ts";
import { requireAllowedOrigin } from "../middleware/origin.ts";
import { requireRate } from "../middleware/rate.ts";
import { decideAhead } from "../objects/visitor/decide-ahead.ts";
import { Problem } from "../problem.ts";
import { problemOf } from "../schema-problem.ts";
import { findVisitor } from "../ingest/find-visitor.ts";
import { signVisitor } from "../security/visitor-token.ts";
import type { AppContext, Route } from "./route.ts";

/** How long every newcomer's decision may be used again. A model is published everywhere in about as long. */
const newcomerSeconds = 60;

function requireQuestion(body: Record<string, unknown>): DecideQuestion {
  const guarded = guardValue(body);
  if (guarded !== undefined) throw new Problem(422, guarded.code, guarded.message, { field: guarded.field });
  const parsed = v.safeParse(DecideRequestSchema, body);
  if (parsed.success) return parsed.output;
  const { code, field, message } = problemOf(parsed.issues, "the body");
  throw new Problem(422, code, message, { field });
}

function bySlot({ actions }: Decision): DecideAnswer["slots"] {
  return Object.fromEntries(
    actions.flatMap((action) => (action.slot === undefined ? [] : [[action.slot, action]])),
  );
}

async function answerDecide(context: AppContext): Promise<Response> {
  const nowMs = Date.now();
  const { env, req } = context;
  const request = req.raw;
  const { body, grant } = await readKeyed(env, request);
  const { siteId } = grant;
  const site = await requireSite(env, siteId);
  const origin = request.headers.get("origin");
  if (grant.kind === "write") {
    requireAllowedOrigin(site.site, grant, request);
    await requireRate(env, request, siteId);
  }
  const question = requireQuestion(body);
  const { userId, anonymousId, cookie, slots } = question;
  if ((userId ?? anonymousId ?? undefined) !== undefined) requireSecret(grant);
  const locale = localeOf(question.context?.locale, new Headers());
  const pageView = pageViewAhead(question.context, site.site, site.model, nowMs, locale);
  const visitorId =
    question.context?.consent === false
      ? undefined
      : await findVisitor(env, secretOf(env), siteId, {
          token: question.visitor ?? (await visitorOfCookies(cookie ?? "", secretOf(env), siteId)),
          userId,
          anonymousId,
        });
  const ahead = { nowMs, locale, visitorId, pageView };
  const found =
    visitorId === undefined
      ? null
      : await env.VISITOR.get(env.VISITOR.idFromName(`${siteId}:${visitorId}`)).decide({ siteId, ...ahead });
  const decision =
    found ?? decideAhead(emptyState(site.model), site.model, { ...ahead, visitorId: undefined });
  const actions =
    slots === undefined
      ? decision.actions
      : decision.actions.filter(({ slot }) => slot !== undefined && slots.includes(slot));
  const { stage, scores, total, segments } = decision;
  const mayShow = grant.kind === "secret" || site.site.showScores === true;
  if (origin !== null) {
    context.header("access-control-allow-origin", grant.kind === "write" ? origin : "*");
    context.header("vary", "origin");
  }
  return context.json<DecideAnswer>({
    known: found !== null,
    ...(found !== null &&
      visitorId !== undefined &&
      grant.kind === "secret" && { visitor: await signVisitor(secretOf(env), siteId, visitorId) }),
    stage,
    ...(mayShow && { scores, total, segments }),
    ...(pageView?.page?.kind !== undefined && { pageKind: pageView.page.kind }),
    actions,
    slots: bySlot({ ...decision, actions }),
    cache:
      found === null ? { scope: "everyone", seconds: newcomerSeconds } : { scope: "visitor", seconds: 0 },
  });
}

/** Decisions for servers. */
export const decideRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/v1/decide",
    access: "key",
    summary: "What to show on a page that a server is about to render. Records nothing.",
    details: `Decided as if the page had been viewed already, so that it is what the script on the page will be told.
The visitor is found by the signed id (\`visitor\`, or the \`cookie\` header as it came), else by \`userId\`, else by
\`anonymousId\`; with the write key by the signed id only. Somebody who is not known gets a newcomer's decision, and no
object is made for them. Give it a time limit of your own, such as 150 ms, and render the page without it when it
passes. See [rendering on the server](server-side.md).`,
    body: DecideRequestSchema,
    answer: DecideAnswerSchema,
    handle: answerDecide,
  },
];
