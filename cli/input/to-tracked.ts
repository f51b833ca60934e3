import type { EventSource, TrackedEvent } from "../../shared/schema/event.ts";
import type { PageKindOverride } from "../../shared/schema/model.ts";
import { canonicalName, isServerOnly } from "../../shared/core/index.ts";
import { mendEnvelope } from "../../worker/ingest/envelope.ts";
import { parseTime } from "../../worker/ingest/event-time.ts";
import type { Landing } from "../../worker/ingest/landing.ts";
import { normaliseEvent } from "../../worker/ingest/normalise.ts";
import { isRecord, textOf } from "../../worker/json-value.ts";
import type { SentEvent } from "./form.ts";
import { visitOf } from "./visit.ts";

/** Channels by which archives say that an event came from a device. */
const deviceChannels = new Set(["browser", "client", "web", "mobile"]);

function sourceOf(incoming: Readonly<Record<string, unknown>>): EventSource {
  const channel = incoming["channel"];
  if (channel === "server") return "server";
  if (typeof channel === "string" && deviceChannels.has(channel)) return "browser";
  const { type, event } = incoming;
  const name = type === "track" && typeof event === "string" ? canonicalName("track", event) : "";
  return isServerOnly(name) ? "server" : "browser";
}

/**
 * When an event of an archive happened. `timestamp` is believed, since archives hold it corrected;
 * with `originalTimestamp`, `sentAt` and `receivedAt` alone the sender's clock is taken out of it.
 */
function timeOf(incoming: Readonly<Record<string, unknown>>): number | undefined {
  const read = (name: string) => {
    const value = incoming[name];
    return typeof value === "string" || typeof value === "number" ? parseTime(value) : undefined;
  };
  if (incoming["timestamp"] !== undefined) return read("timestamp");
  const receivedAtMs = read("receivedAt");
  const toldMs = read("originalTimestamp");
  const sentAtMs = read("sentAt");
  if (toldMs === undefined) return receivedAtMs ?? sentAtMs;
  return receivedAtMs === undefined || sentAtMs === undefined ? toldMs : receivedAtMs - (sentAtMs - toldMs);
}

/**
 * Makes the canonical form of an event of an archive, as ingest would have made it at the time it
 * happened.
 *
 * @param fallbackId Message id for an event without one.
 */
export function toTracked(
  { incoming, source: told, batchContext }: SentEvent,
  fallbackId: string,
  pageKinds: readonly PageKindOverride[],
): { event: TrackedEvent } | { fault: string } {
  const atMs = timeOf(incoming);
  if (atMs === undefined || atMs < 0) {
    return { fault: "timestamp is missing or is no time since 1970: the event cannot be placed" };
  }
  const source = told ?? sourceOf(incoming);
  const normalised = normaliseEvent(
    // An archive keeps beside the event what its tool knows of it, such as projectId or request_ip.
    mendEnvelope({
      ...incoming,
      messageId: incoming["messageId"] ?? fallbackId,
      timestamp: atMs,
    }).event,
    {
      source,
      receivedAtMs: atMs,
      sentAtMs: undefined,
      batchContext,
      visit:
        source === "browser" ? visitOf(contextOf(incoming, batchContext), landingOf(incoming)) : undefined,
      pageKinds,
    },
  );
  return "problem" in normalised ? { fault: normalised.problem.message } : { event: normalised.event };
}

function contextOf(
  incoming: Readonly<Record<string, unknown>>,
  batchContext: Record<string, unknown> | undefined,
): Readonly<Record<string, unknown>> | undefined {
  const own = incoming["context"];
  if (!isRecord(own)) return batchContext;
  return batchContext === undefined ? own : { ...batchContext, ...own };
}

function landingOf(incoming: Readonly<Record<string, unknown>>): Landing {
  const { properties, context } = incoming;
  const page = isRecord(context) && isRecord(context["page"]) ? context["page"] : undefined;
  const told = isRecord(properties) ? properties : {};
  return {
    url: textOf(told["url"]) ?? textOf(page?.["url"]),
    referrer: textOf(told["referrer"]) ?? textOf(page?.["referrer"]),
  };
}
