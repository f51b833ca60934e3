import { createLocalJWKSet, type JSONWebKeySet } from "jose";
import { log } from "../log.ts";
import { Problem } from "../problem.ts";

/** Keys are asked for at most once in this time, whatever key ids tokens name. Milliseconds. */
export const keyCoolDownMs = 60_000;
/** Keys older than this are asked for again, so that one that was taken back is forgotten. Milliseconds. */
const keyLifeMs = 3_600_000;
/** How long a request waits for keys that another request is asking for, and how often it looks. Milliseconds. */
const patienceMs = 3_000;
const lookMs = 20;

type KeySet = ReturnType<typeof createLocalJWKSet>;

interface TeamKeys {
  askedAtMs: number;
  /** Null until the first answer. */
  keys: JSONWebKeySet | null;
  keySet: KeySet | null;
  readAtMs: number;
  isAsking: boolean;
}

/** By team domain. A promise of one request must not be awaited by another, so requests look at this instead. */
const teams = new Map<string, TeamKeys>();

async function ask(team: string, entry: TeamKeys, nowMs: number): Promise<void> {
  entry.askedAtMs = nowMs;
  entry.isAsking = true;
  try {
    const response = await fetch(`${team}/cdn-cgi/access/certs`, {
      redirect: "manual",
      signal: AbortSignal.timeout(patienceMs),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const keys = await response.json<JSONWebKeySet>();
    entry.keySet = createLocalJWKSet(keys);
    entry.keys = keys;
    entry.readAtMs = nowMs;
  } catch (error) {
    // The keys of before go on being good; without any, the caller is told.
    log("access_keys_unreadable", { error });
  } finally {
    entry.isAsking = false;
  }
}

/**
 * The public keys of a Cloudflare Access team: from memory, or asked for when they are old or do not hold the
 * key that a token names, at most once a minute.
 *
 * @param team `https://<team>.cloudflareaccess.com`
 * @throws {Problem} 503 when there are none and they cannot be read.
 */
export async function accessKeys(team: string, keyId: string | undefined, nowMs: number): Promise<KeySet> {
  let entry = teams.get(team);
  if (entry === undefined) {
    entry = { askedAtMs: -Infinity, keys: null, keySet: null, readAtMs: -Infinity, isAsking: false };
    teams.set(team, entry);
  }
  const isKnown = entry.keys?.keys.some(({ kid }) => kid === keyId) ?? false;
  const isOld = nowMs - entry.readAtMs >= keyLifeMs;
  if ((!isKnown || isOld) && nowMs - entry.askedAtMs >= keyCoolDownMs) await ask(team, entry, nowMs);
  for (
    let waitedMs = 0;
    entry.isAsking && entry.keySet === null && waitedMs < patienceMs;
    waitedMs += lookMs
  ) {
    await scheduler.wait(lookMs);
  }
  if (entry.keySet !== null) return entry.keySet;
  throw new Problem(
    503,
    "access_unreachable",
    "the keys of Cloudflare Access cannot be read; check SCORELINE_ACCESS_TEAM, or sign in with a token",
    { headers: { "retry-after": String(keyCoolDownMs / 1000) } },
  );
}

/** Forgets all keys. For tests. */
export function forgetAccessKeys(): void {
  teams.clear();
}
