import { cleanPath } from "../../shared/clean-path.ts";
import { limits } from "../../shared/limits.ts";
import { isRecord, textOf } from "../json-value.ts";

/** Where an event keeps what a call is about, and what is said of it. */
const places: Readonly<Record<string, readonly [subject: string, facts: string]>> = {
  page: ["name", "properties"],
  track: ["event", "properties"],
  identify: ["userId", "traits"],
  group: ["groupId", "traits"],
};

/** What the visitor answered to the site's question is an event, as the script makes one of it. */
const told = ([type, timestamp, subject, facts]: unknown[]): unknown[] =>
  type === "setConsent"
    ? [
        "track",
        timestamp,
        "consent_updated",
        { consent: subject === true || subject === "granted" ? "granted" : "denied" },
      ]
    : [type, timestamp, subject, facts];

/** The context without what the path may hold of a person: the script takes that out itself, a stub has no bytes for it. */
function cleaned(context: unknown): unknown {
  const page = isRecord(context) ? context["page"] : undefined;
  const url = isRecord(page) ? textOf(page["url"]) : undefined;
  if (!isRecord(context) || !isRecord(page) || url === undefined || !URL.canParse(url)) return context;
  const address = new URL(url);
  address.pathname = cleanPath(address.pathname);
  return { ...context, page: { ...page, url: address.href } };
}

/**
 * Makes a batch of what the inline stub sends when a visitor leaves before the script has arrived:
 * calls as they were made, `["track", "<time>", "view_item", {...}]`. A stub has no bytes for the
 * envelope of an event. Calls that report nothing (`on`, `ready`) are left out; anything else that
 * is wrong is left for the schema of events to name.
 *
 * @returns The body itself when it holds no calls.
 */
export function batchOfCalls(body: Record<string, unknown>): Record<string, unknown> {
  const { calls, id, ...request } = body;
  if (!Array.isArray(calls) || Object.hasOwn(body, "batch")) return body;
  const batch: unknown[] = [];
  for (const [index, call] of calls.slice(0, limits.batchEvents).entries()) {
    const [type, timestamp, subject, facts] = told(Array.isArray(call) ? call : []);
    const [subjectPlace, factsPlace] =
      (typeof type === "string" && Object.hasOwn(places, type) && places[type]) || [];
    if (subjectPlace === undefined || factsPlace === undefined) continue;
    // identify({ email }) has no user id: an object in the first place is what is said.
    const isNamed = !isRecord(subject);
    batch.push({
      type,
      messageId: `${textOf(id) ?? ""}-${index}`,
      timestamp,
      ...(isNamed && subject !== null && { [subjectPlace]: subject }),
      [factsPlace]: (isNamed ? facts : subject) ?? undefined,
    });
  }
  return { ...request, ...("context" in request && { context: cleaned(request["context"]) }), batch };
}
