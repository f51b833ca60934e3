import * as v from "valibot";
import { canonicalName, isServerOnly } from "../../shared/core/index.ts";
import { limits } from "../../shared/limits.ts";
import type { EventProblem } from "../../shared/schema/batch.ts";
import {
  IncomingEventSchema,
  type EventSource,
  type IncomingEvent,
  type PageContext,
  type TrackedEvent,
  type VisitContext,
} from "../../shared/schema/event.ts";
import type { PageKindOverride } from "../../shared/schema/model.ts";
import { isRecord, textOf } from "../json-value.ts";
import { problemOf } from "../schema-problem.ts";

import { isNoLead } from "./no-lead.ts";
import { eventTime } from "./event-time.ts";
import { mendEnvelope } from "./envelope.ts";
import { cleanText, cleanValue, guardValue } from "./guard.ts";
import { mailKind } from "./mail-kind.ts";
import { isNobody, normaliseIdentity } from "./identity-value.ts";
import { pageOf } from "./page.ts";

/** What all events of a request have in common. */
export interface NormaliseContext {
  source: EventSource;
  receivedAtMs: number;
  sentAtMs: number | undefined;
  /** The device of each event that does not name its own. */
  anonymousId?: string | undefined;
  /** The batch's own context, under each event's. */
  batchContext: Readonly<Record<string, unknown>> | undefined;
  visit: VisitContext | undefined;
  pageKinds: readonly PageKindOverride[];
  /** A developer wants to hear of what would be mended. */
  isStrict?: boolean;
}

export type Normalised =
  | { event: TrackedEvent; incoming: IncomingEvent; warnings: Omit<EventProblem, "index">[] }
  | { problem: Omit<EventProblem, "index"> };

const timeMessages = {
  timestamp_in_future: "timestamp is in the future; the time of receipt was taken",
  timestamp_too_old: `timestamp is more than ${limits.eventAgeDays} days old; the time of receipt was taken`,
  timestamp_invalid: "timestamp is not a time since 1970; the time of receipt was taken",
} as const;

/** Properties of the page itself: they are kept once, in the event's page. */
const pageProperties = new Set(["url", "path", "title", "search"]);

function pathProblem(
  record: Readonly<Record<string, unknown>> | undefined,
  field: string,
): Normalised | undefined {
  const path = record?.["path"];
  if (typeof path !== "string" || path.length <= limits.pathCharacters) return undefined;
  const message = `${field}.path has ${path.length} characters; at most ${limits.pathCharacters} are taken`;
  return { problem: { code: "too_long", message } };
}

/**
 * Makes the canonical form of one event: checked, cleaned, named, timed and placed on its page. What
 * is wrong is said with the field and what to do.
 */
export function normaliseEvent(input: unknown, context: NormaliseContext): Normalised {
  const guarded = guardValue(input);
  if (guarded !== undefined) {
    const tooLongPath = isRecord(input)
      ? (pathProblem(isRecord(input["properties"]) ? input["properties"] : undefined, "properties") ??
        undefined)
      : undefined;
    return tooLongPath ?? { problem: guarded };
  }
  const isMended = context.source === "server" && context.isStrict !== true && isRecord(input);
  const { event: envelope, warnings }: { event: unknown; warnings: Omit<EventProblem, "index">[] } = isMended
    ? mendEnvelope(input)
    : { event: input, warnings: [] };
  const parsed = v.safeParse(IncomingEventSchema, envelope);
  if (!parsed.success) return { problem: problemOf(parsed.issues, "the event") };
  const incoming = { ...parsed.output, anonymousId: parsed.output.anonymousId ?? context.anonymousId };
  if (incoming.type === "track" && incoming.event === undefined) {
    return {
      problem: { code: "missing_field", message: "event is missing: a track call names what happened" },
    };
  }
  const properties = (cleanValue(incoming.properties ?? {}) ?? {}) as Record<string, unknown>;
  // Segment's rule: what the batch says holds for each event that does not say it itself.
  const ownContext: Readonly<Record<string, unknown>> = { ...context.batchContext, ...incoming.context };
  const contextPage = ownContext["page"];
  const pageRecord = isRecord(contextPage) ? (cleanValue(contextPage) as Record<string, unknown>) : undefined;
  const tooLong = pathProblem(properties, "properties") ?? pathProblem(pageRecord, "context.page");
  if (tooLong !== undefined) return tooLong;

  const told = canonicalName(incoming.type, incoming.event);
  if (told === "") {
    return {
      problem: {
        code: "invalid_field",
        message: "event must hold a letter or a digit: it names what happened",
      },
    };
  }
  if (context.source === "browser" && isServerOnly(told)) {
    const message = `event ${told} is taken from servers only: send it with the secret key`;
    return { problem: { code: "server_only", message } };
  }
  const page = pageOf(told === "page_view" ? properties : {}, pageRecord, context.pageKinds);
  if (page !== undefined && page.path.length > limits.pathCharacters) {
    const message = `properties.url has a path of ${page.path.length} characters; at most ${limits.pathCharacters} are taken`;
    return { problem: { code: "too_long", message } };
  }
  const name = told === "generate_lead" && isNoLead(properties, page?.kind) ? "form_submit" : told;
  const contact =
    name === "generate_lead"
      ? contactOf(properties, traitsOf(incoming, ownContext))
      : traitsOf(incoming, ownContext);
  const { traits, illegal } = withoutNobody(contact);
  const userId = normaliseIdentity("user_id", incoming.userId);
  // Empty is how some libraries write that there is none.
  if (textOf(incoming.userId) !== undefined && userId === undefined) illegal.push("userId");
  warnings.push(...illegal.map((field) => illegalId(field, "the rest of the event was taken without it")));
  if (name === "identify" && illegal.length > 0 && traits === undefined && userId === undefined) {
    return { problem: illegalId(illegal.join(" and "), "nothing else was told") };
  }
  const time = eventTime(
    incoming.timestamp ?? incoming.originalTimestamp,
    context.sentAtMs,
    context.receivedAtMs,
    context.source,
  );
  const event: TrackedEvent = {
    messageId: cleanText(incoming.messageId),
    type: incoming.type,
    name,
    atMs: time.atMs,
    source: context.source,
    properties: storedProperties(properties, incoming, name, page),
    ...(traits !== undefined && { traits }),
    ...(userId !== undefined && { userId: cleanText(userId) }),
    ...(page !== undefined && { page }),
    ...(context.visit !== undefined && { visit: context.visit }),
    ...(time.flag !== undefined && { flags: [time.flag] }),
  };
  if (time.flag !== undefined)
    warnings.push({ code: time.flag, field: "timestamp", message: timeMessages[time.flag] });
  return { event, incoming, warnings };
}

function illegalId(field: string, what: string): Omit<EventProblem, "index"> {
  const message = `${field} names nobody (null, undefined, guest and the like); ${what}`;
  return { code: "illegal_id", field, message };
}

/** Traits without ids that are none, and the fields that were taken out. */
function withoutNobody(told: Record<string, unknown> | undefined): {
  traits: Record<string, unknown> | undefined;
  illegal: string[];
} {
  const traits = { ...told };
  const illegal: string[] = [];
  // CRMs send telephone numbers as numbers.
  if (typeof traits["phone"] === "number") traits["phone"] = String(traits["phone"]);
  for (const field of ["email", "phone"]) {
    const value = traits[field];
    // Null takes a trait away, as in Segment's specification.
    if (value === undefined || value === null || (typeof value === "string" && !isNobody(value))) continue;
    delete traits[field];
    illegal.push(`traits.${field}`);
  }
  // What models test is what we found out, whatever the sender calls it.
  delete traits["emailKind"];
  const kind = mailKind(traits["email"]);
  if (kind !== undefined) traits["emailKind"] = kind;
  return { traits: Object.keys(traits).length === 0 ? undefined : traits, illegal };
}

function storedProperties(
  properties: Record<string, unknown>,
  incoming: IncomingEvent,
  name: string,
  page: PageContext | undefined,
): Record<string, unknown> {
  const stored: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(properties)) {
    if (name === "page_view" && page !== undefined && pageProperties.has(key)) continue;
    // An address may carry anything in its query; where the visit came from is kept in its visit.
    if (name === "page_view" && key === "referrer") continue;
    stored[key] = value;
  }
  // The browser knows the kind of its page only after the first answer; the edge always does.
  if (name === "generate_lead" && page?.kind !== undefined) stored["page_kind"] ??= page.kind;
  if (typeof incoming.name === "string" && incoming.name !== "") stored["name"] = cleanText(incoming.name);
  if (typeof incoming.groupId === "string" && !isNobody(incoming.groupId)) {
    stored["group_id"] = cleanText(incoming.groupId);
    const groupName = incoming.type === "group" ? textOf(incoming.traits?.["name"]) : undefined;
    if (groupName !== undefined) stored["group_name"] = cleanText(groupName);
  }
  return stored;
}

/** Traits told by an event: of the visitor in identify, of the context in other calls, never those of a group. */
function traitsOf(
  incoming: IncomingEvent,
  context: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  const ofContext = isRecord(context["traits"]) ? context["traits"] : undefined;
  // RudderStack's identify tells them in the context too, or only there.
  const told = incoming.type === "identify" ? { ...ofContext, ...incoming.traits } : ofContext;
  if (told === undefined || Object.keys(told).length === 0) return undefined;
  const traits = cleanValue(told) as Record<string, unknown>;
  if (typeof traits["email"] === "string") traits["email"] = traits["email"].trim();
  return traits;
}

/** What a form says of who filled it in; traits too, when the sender told them with the form and not by identify. */
const contactProperties = ["email", "phone", "name", "firstName", "lastName", "company"];

function contactOf(
  properties: Readonly<Record<string, unknown>>,
  traits: Record<string, unknown> | undefined,
): Record<string, unknown> | undefined {
  const told = contactProperties.filter((name) => textOf(properties[name]) !== undefined);
  if (told.length === 0) return traits;
  return { ...Object.fromEntries(told.map((name) => [name, properties[name]])), ...traits };
}
