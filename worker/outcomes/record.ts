import * as v from "valibot";
import { canonicalJson, hashOf } from "../../shared/core/index.ts";
import {
  OutcomeSchema,
  type Outcome,
  type OutcomeLine,
  type OutcomesAnswer,
} from "../../shared/schema/outcome.ts";
import { secretOf, type Environment } from "../environment.ts";
import { parseTime } from "../ingest/event-time.ts";
import { guardValue } from "../ingest/guard.ts";
import { parseIsoTime } from "../ingest/iso-time.ts";
import { normaliseIdentity } from "../ingest/identity-value.ts";
import { ingestBatch } from "../ingest/ingest.ts";
import { Problem } from "../problem.ts";
import { problemOf } from "../schema-problem.ts";
import { identityKey } from "../security/identity-key.ts";
import { readVisitorToken, signVisitor, visitorIdShape } from "../security/visitor-token.ts";
import type { LoadedSite } from "../snapshots.ts";
import type { SentOutcome } from "./sent-outcome.ts";

/** What outcomes are recorded with. */
export interface OutcomeContext {
  environment: Environment;
  site: LoadedSite;
  request: Request;
  receivedAtMs: number;
  /** All or nothing: one flaw refuses every line. */
  isStrict: boolean;
}

type Flaw = Pick<OutcomeLine, "code" | "field" | "message">;

/** Lines that are recorded at once. Each asks two or three objects. */
const atOnce = 20;

/** Checks a line; what is wrong is told with the place in the file. */
function check({ line, input, problem, columns }: SentOutcome): Outcome | Flaw {
  if (problem !== undefined) return problem;
  const told = (code: string, field: string, message: string): Flaw => {
    const column = columns?.[field];
    return column === undefined
      ? { code, field, message }
      : { code, field: column, message: `line ${line}, column "${column}": ${message}` };
  };
  const guarded = guardValue(input);
  if (guarded !== undefined) return told(guarded.code, guarded.field, guarded.message);
  const parsed = v.safeParse(OutcomeSchema, input);
  if (!parsed.success) {
    const { code, field, message } = problemOf(parsed.issues, "the outcome");
    return told(code, field, message);
  }
  const { at, email, phone, userId } = parsed.output;
  if (at !== undefined && at !== null && timeOf(at) === undefined)
    return told(
      "invalid_field",
      "at",
      `at is ${JSON.stringify(at).slice(0, 60)}, which is no day or time of ISO 8601 since 1970; write 2026-11-21 or 2026-11-21T09:30:00Z`,
    );
  for (const [kind, field, value] of [
    ["email", "email", email],
    ["phone", "phone", phone],
    ["user_id", "userId", userId],
  ] as const) {
    if (value && normaliseIdentity(kind, value) === undefined)
      return told("invalid_field", field, `${field} names nobody: ${JSON.stringify(value.slice(0, 60))}`);
  }
  return parsed.output;
}

/** When an outcome was, milliseconds since 1970. A date in another form is not guessed at: it would move a sale to another month. */
function timeOf(at: string | number): number | undefined {
  return parseTime(typeof at === "string" ? parseIsoTime(at) : at);
}

const isFlaw = (checked: Outcome | Flaw): checked is Flaw => !("outcome" in checked);

/** The same words about the same person are the same outcome, unless the sender tells them apart. */
function messageIdOf({ id, ...words }: Outcome): string {
  if (id) return `outcome-${words.outcome}-${id}`;
  const { email, phone } = words;
  const same = {
    ...Object.fromEntries(Object.entries(words).filter(([, value]) => value !== null && value !== "")),
    ...(email && { email: normaliseIdentity("email", email) }),
    ...(phone && { phone: normaliseIdentity("phone", phone) }),
  };
  return `outcome-${words.outcome}-${hashOf(canonicalJson(same))}`;
}

function eventOf(outcome: Outcome): Record<string, unknown> {
  const { email, userId, phone, at, currency, reason } = outcome;
  const value = outcome.amount ?? outcome.value;
  return {
    type: "track",
    event: outcome.outcome,
    messageId: messageIdOf(outcome),
    ...(at !== undefined && at !== null && { timestamp: timeOf(at) }),
    ...(userId && { userId }),
    properties: {
      ...(email && { email }),
      ...(value !== undefined && value !== null && { value }),
      ...(currency && { currency }),
      ...(reason && { reason }),
    },
    ...(phone && { context: { traits: { phone } } }),
  };
}

/** Who a line is about: a signed id for a lead that is named directly, and whether anybody was here. */
async function personOf(
  outcome: Outcome,
  { environment, site }: OutcomeContext,
): Promise<{ token?: string; isKnown: boolean } | Flaw> {
  const secret = secretOf(environment);
  const siteId = site.site.id;
  const { visitor, leadId, email, userId, phone } = outcome;
  if (visitor || leadId) {
    const field = visitor ? "visitor" : "leadId";
    const visitorId = visitor ? await readVisitorToken(secret, siteId, visitor) : leadId;
    const isKnown =
      visitorId !== undefined &&
      visitorId !== null &&
      visitorIdShape.test(visitorId) &&
      (await environment.VISITOR.get(environment.VISITOR.idFromName(`${siteId}:${visitorId}`)).isKnown());
    return isKnown
      ? { token: await signVisitor(secret, siteId, visitorId), isKnown }
      : {
          code: "no_visitor",
          field,
          message: `${field} is nobody's here; take it from the hand-off, or name the person by email`,
        };
  }
  const keys = await Promise.all([
    identityKey(secret, siteId, "email", email),
    identityKey(secret, siteId, "user_id", userId),
    identityKey(secret, siteId, "phone", phone),
  ]);
  const key = keys.find((found) => found !== undefined);
  const owner = key && (await environment.IDENTITY.get(environment.IDENTITY.idFromName(key)).peek());
  return { isKnown: owner ? !owner.isStandIn : false };
}

async function record(outcome: Outcome, line: number, context: OutcomeContext): Promise<OutcomeLine> {
  const { environment, site, request, receivedAtMs } = context;
  const person = await personOf(outcome, context);
  if (!("isKnown" in person)) return { line, status: "rejected", outcome: outcome.outcome, ...person };
  const { accepted, rejected, visitor } = await ingestBatch({
    environment,
    secret: secretOf(environment),
    site,
    source: "server",
    request,
    batch: { batch: [eventOf(outcome)] },
    receivedAtMs,
    token: person.token,
    isKept: true,
  });
  const [problem] = rejected;
  if (problem !== undefined) {
    const { code, field, message } = problem;
    return {
      line,
      status: "rejected",
      outcome: outcome.outcome,
      code,
      message,
      ...(field !== undefined && { field }),
    };
  }
  return {
    line,
    status: accepted === 1 ? "counted" : "duplicate",
    outcome: outcome.outcome,
    ...(visitor !== undefined && { leadId: visitor.split(".")[0] ?? "" }),
    person: person.isKnown ? "known" : "not_seen_yet",
  };
}

/**
 * Records what came of leads, each line by itself: as an event of the person's, from a server. Of
 * somebody who never came, it is kept for when they do.
 *
 * @throws {Problem} 422 in strict mode when anything is wrong with any line; nothing is recorded then.
 */
export async function recordOutcomes(
  sent: readonly SentOutcome[],
  context: OutcomeContext,
): Promise<OutcomesAnswer> {
  const checked = sent.map((each) => ({ line: each.line, checked: check(each) }));
  const flawed = checked.flatMap(({ line, checked: found }) =>
    isFlaw(found) ? [{ line, flaw: found }] : [],
  );
  const [first] = flawed;
  if (context.isStrict && first !== undefined) {
    throw new Problem(
      422,
      first.flaw.code ?? "invalid_field",
      `nothing was recorded: ${first.flaw.message}`,
      {
        ...(first.flaw.field !== undefined && { field: first.flaw.field }),
        problems: flawed.map(({ line, flaw }) => ({
          index: line - 1,
          code: flaw.code ?? "",
          message: flaw.message ?? "",
          ...(flaw.field !== undefined && { field: flaw.field }),
        })),
      },
    );
  }
  const lines: OutcomeLine[] = [];
  for (let start = 0; start < checked.length; start += atOnce) {
    const part = checked.slice(start, start + atOnce);
    lines.push(
      ...(await Promise.all(
        part.map(({ line, checked: found }) =>
          isFlaw(found)
            ? Promise.resolve<OutcomeLine>({ line, status: "rejected", ...found })
            : record(found, line, context),
        ),
      )),
    );
  }
  const count = (status: OutcomeLine["status"]) => lines.filter((line) => line.status === status).length;
  return { counted: count("counted"), duplicates: count("duplicate"), rejected: count("rejected"), lines };
}
