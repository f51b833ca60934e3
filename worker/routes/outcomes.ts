import * as v from "valibot";
import { limits } from "../../shared/limits.ts";
import {
  OutcomesAnswerSchema,
  OutcomeSchema,
  OutcomesSchema,
  type OutcomesAnswer,
} from "../../shared/schema/outcome.ts";
import { isRecord } from "../json-value.ts";
import { parseJson, readBody } from "../middleware/body.ts";
import { readKeyedText, requireSecret, requireSite } from "../middleware/keyed-body.ts";
import { outcomesOfCsv } from "../outcomes/csv.ts";
import { recordOutcomes } from "../outcomes/record.ts";
import type { SentOutcome } from "../outcomes/sent-outcome.ts";
import { Problem } from "../problem.ts";
import { problemOf } from "../schema-problem.ts";
import type { AppContext, Route } from "./route.ts";

const isCsv = ({ req }: AppContext): boolean => /^text\/csv\b/i.test(req.header("content-type") ?? "");

function listOf(body: unknown): readonly unknown[] {
  if (isRecord(body) && !Object.hasOwn(body, "outcomes")) return [body];
  const parsed = v.safeParse(OutcomesSchema, Array.isArray(body) ? { outcomes: body } : body);
  if (parsed.success) return parsed.output.outcomes;
  const { code, field, message } = problemOf(parsed.issues, "the body");
  throw new Problem(422, code, message, { field });
}

function outcomesOf(context: AppContext, text: string): SentOutcome[] {
  if (!isCsv(context)) return listOf(parseJson(text)).map((input, index) => ({ line: index + 1, input }));
  const sent = outcomesOfCsv(text);
  if (sent.length <= limits.outcomesPerRequest) return sent;
  throw new Problem(
    422,
    "too_many_lines",
    `the file has ${sent.length} lines; send at most ${limits.outcomesPerRequest} at once, each part with the header`,
  );
}

async function record(context: AppContext, siteId: string, text: string): Promise<Response> {
  const { env, req } = context;
  const site = await requireSite(env, siteId);
  const sent = outcomesOf(context, text);
  const answer = await recordOutcomes(sent, {
    environment: env,
    site,
    request: req.raw,
    receivedAtMs: Date.now(),
    isStrict: [req.query("strict"), req.header("x-scoreline-strict")].includes("true"),
  });
  // A single one has nothing beside it that could have gone well.
  const isRefused = sent.length === 1 && answer.rejected === 1 && !isCsv(context);
  return context.json<OutcomesAnswer>(answer, isRefused ? 422 : 200);
}

async function bySecretKey(context: AppContext): Promise<Response> {
  const { text, grant } = await readKeyedText(context.env, context.req.raw);
  if (grant === undefined)
    throw new Problem(
      401,
      "missing_key",
      "the secret key is missing: send it as the user of Basic authentication",
    );
  requireSecret(grant);
  return record(context, grant.siteId, text);
}

async function byAdministrator(context: AppContext): Promise<Response> {
  const { siteId } = context.var;
  const response = await record(context, siteId, await readBody(context.req.raw, limits.serverBodyBytes));
  const { counted, duplicates, rejected }: OutcomesAnswer = await response.clone().json();
  context.set("change", { after: { counted, duplicates, rejected } });
  return response;
}

const details = `JSON: one outcome, a list, or \`{"outcomes": [...]}\`. CSV (\`content-type: text/csv\`): a header and a line each, at most
${limits.outcomesPerRequest}; columns in any order, parted by commas, semicolons or tabs, called what CRMs call them: Email, Deal stage, Amount, Close date,
Lost reason. One bad line never costs the good ones: it is answered with its line, its column and what to do. What comes
again counts once. Of somebody who never came it is kept for when they do. A cell that begins like a formula is text.`;

const shared = {
  details,
  query: { strict: "`true`: one bad line refuses the whole request, and nothing is recorded" },
  body: OutcomeSchema,
  answer: OutcomesAnswerSchema,
} as const;

/** What came of leads. */
export const outcomeRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/v1/outcomes",
    access: "secret",
    summary: "Tell what came of leads: qualified, disqualified, opportunity, won, lost.",
    ...shared,
    handle: bySecretKey,
  },
  {
    method: "POST",
    path: "/admin/v1/outcomes",
    access: "admin",
    scope: "edit",
    audit: "outcomes.record",
    bodyTypes: ["application/json", "text/csv"],
    summary: "The same for administrators: the dashboard's upload.",
    ...shared,
    handle: byAdministrator,
  },
];
