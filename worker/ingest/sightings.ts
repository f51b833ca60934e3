import { waitUntil } from "cloudflare:workers";
import type { Answer, Batch } from "../../shared/schema/batch.ts";
import type { EventSource } from "../../shared/schema/event.ts";
import type { Sighting } from "../../shared/schema/setup.ts";
import type { Environment } from "../environment.ts";
import { isRecord, textOf } from "../json-value.ts";
import { log } from "../log.ts";
import { sitesOfOrigin } from "../site-origins.ts";
import { saysNo } from "./consent.ts";
import type { UserAgent } from "./user-agent.ts";

/** How long an isolate keeps a sighting to itself after it has told the same. */
const quietMs = 60_000;
/** Details of one kind that an isolate tells in that time: strangers choose their origins freely. */
const detailsPerKind = 8;
const windowsKept = 5_000;

/** What this isolate has told of a site and a kind since when. */
interface Window {
  untilMs: number;
  details: Set<string>;
}

const windows = new Map<string, Window>();

/** Whether this isolate has not told this for a minute; from now on it has. */
export function isNews(siteId: string, { kind, detail }: Sighting, nowMs: number): boolean {
  const key = `${siteId} ${kind}`;
  let window = windows.get(key);
  if (window === undefined || window.untilMs <= nowMs) {
    if (windows.size >= windowsKept) windows.clear();
    window = { untilMs: nowMs + quietMs, details: new Set() };
    windows.set(key, window);
  }
  if (window.details.has(detail) || window.details.size >= detailsPerKind) return false;
  window.details.add(detail);
  return true;
}

/** Sites at whose live list nobody looked when this isolate last heard of it, and until when it may believe so. */
const unwatched = new Map<string, number>();

/** Whether nobody looks at a site's live list, as far as this isolate knows: false when it has not heard. */
export function isUnwatched(siteId: string, nowMs: number): boolean {
  return (unwatched.get(siteId) ?? 0) > nowMs;
}

/** Remembers what the site's object said. It is asked about once a minute, with the sightings. */
export function noteWatch(siteId: string, isWatched: boolean, nowMs: number): void {
  if (unwatched.size >= windowsKept) unwatched.clear();
  if (isWatched) unwatched.delete(siteId);
  else unwatched.set(siteId, nowMs + 2 * quietMs);
}

/** An origin as it is shown: what a browser would send, or the word for what is none. */
function originText(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).origin : "null";
}

/** A key as it may be shown: a public one whole, anything else by its beginning, as it may be a secret. */
function keyText(key: unknown): string {
  if (typeof key !== "string" || !/^[\w-]{1,128}$/.test(key)) return "?";
  return key.startsWith("pub_") ? key.slice(0, 40) : `${key.slice(0, 6)}…`;
}

/** What a batch that was taken shows. */
export interface TakenBatch {
  source: EventSource;
  batch: Batch;
  isKept: boolean;
  answer: Answer;
  /** What it counts as when it is a program's and not scored. */
  bot: UserAgent["bot"];
  headers: Headers;
}

/** Why nothing of a request was kept. Only the page's own word is told apart from the browser's. */
function consentReason(batch: Batch, headers: Headers): string {
  if (saysNo(batch)) return "denied";
  if (headers.get("sec-gpc") === "1" || headers.get("dnt") === "1") return "signal";
  return batch.context?.["consent"] === false ? "page" : "site";
}

/** Whether an event says who somebody is. */
function isNaming(event: Record<string, unknown>): boolean {
  if (event["type"] === "identify") return true;
  return [event["traits"], event["properties"]].some(
    (facts) => isRecord(facts) && textOf(facts["email"]) !== undefined,
  );
}

/**
 * What a request that was taken shows of how the script is set up.
 *
 * @param origin The page it came from; null for what is no page, of which only an identify is noted.
 */
export function sightingsOf(
  { source, batch, isKept, answer, bot, headers }: TakenBatch,
  origin: string | null,
): Sighting[] {
  const refused = new Set(answer.rejected.map(({ index }) => index));
  const taken = batch.batch.filter((_, index) => !refused.has(index)).filter(isRecord);
  const place = origin === null ? "server" : originText(origin);
  const seen: Sighting[] = [];
  if (isKept && bot === undefined && taken.some(isNaming)) seen.push({ kind: "identify", detail: place });
  if (origin === null) return seen;
  if (source === "server") return [...seen, { kind: "secret_key", detail: place }];
  seen.push({ kind: "script", detail: place });
  // A crawler's visit is nothing to be told of; a browser that is driven is a developer's, who waits for a lead.
  if (bot === "tool") seen.push({ kind: "automated_browser", detail: place });
  else if (!isKept) seen.push({ kind: "no_consent", detail: consentReason(batch, headers) });
  else if (bot === undefined && taken.some(({ type, event }) => type === "page" || event === "page_view")) {
    seen.push({ kind: "page_view", detail: place });
  }
  for (const { code } of answer.rejected) seen.push({ kind: "rejected_event", detail: code });
  return seen;
}

/**
 * Notes what tracking requests show of how the script is set up, for the dashboard's setup page.
 * Nobody waits for it, and the site's object hears of each thing about once a minute from each
 * isolate, however many requests there are.
 */
export class SetupWatch {
  readonly #environment: Environment;
  readonly #origin: string | null;

  constructor(environment: Environment, origin: string | null) {
    this.#environment = environment;
    this.#origin = origin;
  }

  /** A request was taken. */
  taken(siteId: string, taken: TakenBatch): void {
    this.#tell(siteId, sightingsOf(taken, this.#origin));
  }

  /** A page that is not the site's used its key. */
  foreignOrigin(siteId: string): void {
    if (this.#origin === null) return;
    this.#tell(siteId, [{ kind: "foreign_origin", detail: originText(this.#origin) }]);
  }

  /** A page used a key that nobody knows. Told to the sites that the page may belong to. */
  unknownKey(key: unknown): void {
    const origin = this.#origin;
    if (origin === null) return;
    const sighting: Sighting = { kind: "unknown_key", detail: `${originText(origin)} ${keyText(key)}` };
    // Before the look-up too: whoever makes keys up shall not cost one for each.
    if (!isNews("", sighting, Date.now())) return;
    waitUntil(
      sitesOfOrigin(this.#environment, origin).then((siteIds) => {
        for (const siteId of siteIds) this.#tell(siteId, [sighting]);
      }),
    );
  }

  #tell(siteId: string, sightings: readonly Sighting[]): void {
    const nowMs = Date.now();
    const news = sightings.filter((sighting) => isNews(siteId, sighting, nowMs));
    if (news.length === 0) return;
    const { SITE } = this.#environment;
    waitUntil(
      SITE.get(SITE.idFromName(siteId))
        .noteSightings(news)
        .then((isWatched) => noteWatch(siteId, isWatched, Date.now()))
        .catch((error: unknown) => log("sightings_lost", { siteId, error })),
    );
  }
}
