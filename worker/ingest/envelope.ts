import { canonicalJson, hashOf } from "../../shared/core/index.ts";
import type { EventProblem } from "../../shared/schema/batch.ts";
import { IncomingEventSchema } from "../../shared/schema/event.ts";
import { textOf } from "../json-value.ts";

type Warning = Omit<EventProblem, "index">;

const knownFields: ReadonlySet<string> = new Set(Object.keys(IncomingEventSchema.entries));

/** Fields that another try of the same request may write anew. */
const perRequest = new Set(["sentAt", "receivedAt", "_metadata", "writeKey"]);

/**
 * An id for an event that came without one. With a time of its own the event is told apart by what it
 * says, so that sending it again changes nothing; without one, nobody can tell a second from a repeat.
 */
function derivedId(event: Readonly<Record<string, unknown>>): string {
  if (event["timestamp"] === undefined && event["originalTimestamp"] === undefined)
    return `unnamed-${crypto.randomUUID()}`;
  const said = Object.fromEntries(Object.entries(event).filter(([name]) => !perRequest.has(name)));
  return `unnamed-${hashOf(canonicalJson(said))}`;
}

/**
 * Mends what Segment's HTTP API lets a sender leave out or add: servers speak to it through dozens of
 * libraries, each with fields of its own, and archives have more. What a page sends is not mended: it is
 * either our script's or Segment's, and both are exact.
 *
 * @returns The event with an id and without fields that mean nothing here, and what was done to it.
 */
export function mendEnvelope(event: Readonly<Record<string, unknown>>): {
  event: Record<string, unknown>;
  warnings: Warning[];
} {
  const mended: Record<string, unknown> = {};
  const warnings: Warning[] = [];
  for (const [name, value] of Object.entries(event)) {
    if (knownFields.has(name)) mended[name] = value;
    else {
      const shown = name.slice(0, 60);
      const message = `${shown} is not a field of an event and was ignored; put it into properties to keep it`;
      warnings.push({ code: "unknown_field", field: shown, message });
    }
  }
  if (textOf(mended["messageId"]) === undefined) {
    mended["messageId"] = derivedId(mended);
    warnings.push({
      code: "missing_field",
      field: "messageId",
      message:
        "messageId is missing; one was made of what the event says. Send your own, so that a repeated request counts once",
    });
  }
  return { event: mended, warnings };
}
