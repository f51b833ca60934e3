import { limits } from "../../shared/limits.ts";
import type { EventProblem } from "../../shared/schema/batch.ts";
import type { SourceAnswer } from "../../shared/schema/source.ts";
import { guardedFetch } from "../destinations/outbound.ts";
import { isLocal, secretOf, type Environment } from "../environment.ts";
import { ingestBatch } from "../ingest/ingest.ts";
import { unknownPerson } from "../ingest/share-out.ts";
import { log } from "../log.ts";
import { parseJson } from "../middleware/body.ts";
import { Problem } from "../problem.ts";
import { loadSite, type LoadedSite } from "../snapshots.ts";
import type { InboundWebhook, Mapped, SourceEvent } from "./contract.ts";
import type { AnySource } from "./index.ts";
import { withBurstsMarked } from "./mail.ts";
import type { LoadedSource } from "./snapshot.ts";

/** Problems that an answer names. */
const problemsNamed = 100;
const kindsNamed = 50;

/** An event, and the item it came from. */
interface Placed {
  index: number;
  event: SourceEvent;
}

/** What an item says; a fault of the mapping is a problem of this item alone. */
function mapOne(kind: AnySource, item: unknown, settings: unknown, found: unknown): Mapped {
  try {
    return kind.map(item, settings, found);
  } catch (error) {
    log("source_map_failed", { kind: kind.name, error });
    return { problem: "the item could not be read" };
  }
}

/** A text longer than what is taken would cost the event. */
function cut(value: unknown): unknown {
  return typeof value === "string" ? value.slice(0, limits.textCharacters) : value;
}

/** The event in the form in which a server sends it. */
function incomingOf(
  { event, messageId, timestamp, email, userId, properties, traits }: SourceEvent,
  provider: string,
) {
  const kept = Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, cut(value)]));
  return {
    type: "track",
    event,
    messageId,
    ...(timestamp !== undefined && { timestamp }),
    ...(userId !== undefined && { userId }),
    properties: { ...kept, ...(email !== undefined && { email }), provider },
    ...(traits !== undefined && { context: { traits } }),
  };
}

async function lookUp(
  environment: Environment,
  { kind, settings }: LoadedSource,
  items: readonly unknown[],
): Promise<unknown> {
  try {
    return (await kind.lookUp?.(items, settings, guardedFetch(isLocal(environment)))) ?? null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : "it did not answer";
    throw new Problem(
      503,
      "look_up_failed",
      `what the webhook leaves out could not be found out: ${reason}`,
      {
        headers: { "retry-after": "60" },
      },
    );
  }
}

async function ingestAll(
  environment: Environment,
  site: LoadedSite,
  provider: string,
  placed: readonly Placed[],
  receivedAtMs: number,
): Promise<Pick<SourceAnswer, "accepted" | "duplicates" | "unknown" | "rejected">> {
  const sum = { accepted: 0, duplicates: 0, unknown: 0, rejected: [] as EventProblem[] };
  for (let from = 0; from < placed.length; from += limits.batchEvents) {
    const chunk = placed.slice(from, from + limits.batchEvents);
    // One after another: a delivery of thousands shall not ask for thousands of objects at once.
    const answer = await ingestBatch({
      environment,
      secret: secretOf(environment),
      site,
      source: "server",
      // Nothing of the provider's request is true of the person.
      request: new Request("https://source.invalid/"),
      batch: { batch: chunk.map(({ event }) => incomingOf(event, provider)) },
      receivedAtMs,
      token: undefined,
      isKept: true,
      isSource: true,
    });
    sum.accepted += answer.accepted;
    sum.duplicates += answer.duplicates;
    sum.unknown += (answer.warnings ?? []).filter(({ code }) => code === unknownPerson.code).length;
    for (const { index, code, message } of answer.rejected)
      sum.rejected.push({ index: chunk[index]?.index ?? 0, code, message });
  }
  return sum;
}

/**
 * Takes a webhook: proves it, reads it, and gives what it says to the visitors. What one item is
 * worth is decided item by item; the provider is answered 200 for everything that trying again would
 * not mend.
 *
 * @throws {Problem} 401 not genuine, 400 not JSON, 422 no events in it, 503 try again.
 */
export async function receive(
  environment: Environment,
  source: LoadedSource,
  webhook: InboundWebhook,
): Promise<SourceAnswer> {
  const { kind, settings, siteId } = source;
  const refusal = await kind.verify(webhook, settings);
  if (refusal !== undefined) throw new Problem(401, "not_genuine", refusal);
  const payload = parseJson(new TextDecoder().decode(webhook.body));
  if (typeof payload !== "object" || payload === null)
    throw new Problem(422, "invalid_field", "the body must be a JSON object or a list of them");
  const site = await loadSite(environment, siteId);
  if (site === null)
    throw new Problem(503, "not_published", "the site has no published model yet; try again in a minute", {
      headers: { "retry-after": "60" },
    });

  const items =
    kind.items?.(payload, settings) ?? (Array.isArray(payload) ? (payload as unknown[]) : [payload]);
  const found = await lookUp(environment, source, items);
  const placed: Placed[] = [];
  const ignored: Record<string, number> = Object.create(null) as Record<string, number>;
  const unreadable: EventProblem[] = [];
  for (const [index, item] of items.entries()) {
    const mapped = mapOne(kind, item, settings, found);
    if ("events" in mapped) placed.push(...mapped.events.map((event) => ({ index, event })));
    else if ("ignored" in mapped) count(ignored, mapped.ignored);
    else unreadable.push({ index, code: "invalid_item", message: mapped.problem });
  }
  const marked = withBurstsMarked(placed.map(({ event }) => event));
  const { accepted, duplicates, unknown, rejected } = await ingestAll(
    environment,
    site,
    kind.name,
    placed.map(({ index }, place) => ({ index, event: marked[place] as SourceEvent })),
    webhook.receivedAtMs,
  );
  return {
    accepted,
    duplicates,
    unknown,
    ignored: { ...ignored },
    rejected: [...unreadable, ...rejected].sort((a, b) => a.index - b.index).slice(0, problemsNamed),
  };
}

/** Counts a kind by its name, which a stranger wrote. */
function count(ignored: Record<string, number>, name: string): void {
  const shown = name.slice(0, 80).toWellFormed();
  const known = Object.hasOwn(ignored, shown) || Object.keys(ignored).length < kindsNamed;
  const key = known ? shown : "others";
  ignored[key] = (ignored[key] ?? 0) + 1;
}
