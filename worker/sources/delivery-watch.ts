import { waitUntil } from "cloudflare:workers";
import type { SourceDelivery } from "../../shared/schema/source.ts";
import { isLocal, type Environment } from "../environment.ts";
import { log } from "../log.ts";
import type { LoadedSource } from "./snapshot.ts";

/** How long an isolate gathers what it has to tell of one source and one status, milliseconds. */
const quietMs = 10_000;
const gatheredKept = 1_000;
const problemsKept = 5;

interface Gathered {
  line: SourceDelivery;
  toldAtMs: number;
}

const gathered = new Map<string, Gathered>();

function emptyLine(atMs: number, status: number): SourceDelivery {
  return {
    atMs,
    status,
    deliveries: 0,
    accepted: 0,
    duplicates: 0,
    unknown: 0,
    rejected: 0,
    ignored: {},
    problems: [],
  };
}

function add(line: SourceDelivery, more: SourceDelivery): void {
  line.atMs = more.atMs;
  line.deliveries += more.deliveries;
  line.accepted += more.accepted;
  line.duplicates += more.duplicates;
  line.unknown += more.unknown;
  line.rejected += more.rejected;
  for (const [name, times] of Object.entries(more.ignored))
    line.ignored[name] = (line.ignored[name] ?? 0) + times;
  line.problems = [...new Set([...line.problems, ...more.problems])].slice(0, problemsKept);
}

/**
 * Notes how a delivery fared, for the dashboard. Nobody waits for it, and the site's object hears of
 * each source about every ten seconds from each isolate, however many deliveries there are; what came
 * after the last word is told with the next.
 */
export function noteDelivery(
  environment: Environment,
  { siteId, sourceId }: Pick<LoadedSource, "siteId" | "sourceId">,
  delivery: SourceDelivery,
): void {
  const key = `${sourceId} ${delivery.status}`;
  if (gathered.size >= gatheredKept) gathered.clear();
  const known = gathered.get(key) ?? { line: emptyLine(delivery.atMs, delivery.status), toldAtMs: 0 };
  gathered.set(key, known);
  add(known.line, delivery);
  // On a developer's machine each delivery is looked at.
  if (!isLocal(environment) && delivery.atMs - known.toldAtMs < quietMs) return;
  const { line } = known;
  known.line = emptyLine(delivery.atMs, delivery.status);
  known.toldAtMs = delivery.atMs;
  const { SITE } = environment;
  waitUntil(
    SITE.get(SITE.idFromName(siteId))
      .noteSourceDelivery(sourceId, line)
      .catch((error: unknown) => log("source_delivery_lost", { siteId, sourceId, error })),
  );
}
