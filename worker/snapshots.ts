import { compile, type CompiledModel } from "../shared/core/index.ts";
import type { SiteSnapshot } from "../shared/schema/site.ts";
import type { Environment } from "./environment.ts";
import { sha256Hex } from "./security/digest.ts";

/** What a key opens. */
export interface KeyGrant {
  siteId: string;
  kind: "write" | "secret" | "admin";
  /** From then on it opens nothing: revoked, or another took its place. */
  untilMs?: number;
}

/** How long an isolate uses what it read, milliseconds. KV itself may lag for a minute. */
const cachedMs = 5_000;

interface Cached<T> {
  value: T;
  untilMs: number;
}

/** By key, in memory only: hashing one again for every request costs more than looking it up. */
const grants = new Map<string, Cached<KeyGrant>>();
const snapshots = new Map<string, Cached<LoadedSite>>();
/** Compiled models by id; a model is immutable. */
const compiled = new Map<string, CompiledModel>();
const cachedItems = 1_000;

/** A site's snapshot with its model compiled. */
export interface LoadedSite extends SiteSnapshot {
  model: CompiledModel;
}

const grantPrefix = "key:";

function remember<T>(cache: Map<string, T>, key: string, value: T): void {
  if (cache.size >= cachedItems) cache.clear();
  cache.set(key, value);
}

function compileSnapshot(snapshot: SiteSnapshot): LoadedSite {
  const { id, version } = snapshot.published;
  const key = `${snapshot.site.id}:${version}:${id}`;
  let model = compiled.get(key);
  if (model === undefined) {
    model = compile(snapshot.published);
    remember(compiled, key, model);
  }
  return { ...snapshot, model };
}

/** Whether a grant holds at this time. */
export function isHeld({ untilMs }: KeyGrant, nowMs: number): boolean {
  return untilMs === undefined || nowMs < untilMs;
}

/**
 * What a key opens, or null when nobody knows it, or it holds no more.
 *
 * @param hash Its SHA-256, where that is at hand.
 */
export async function loadGrant(
  environment: Environment,
  key: string,
  hash?: string,
): Promise<KeyGrant | null> {
  const nowMs = Date.now();
  const cached = grants.get(key);
  if (cached !== undefined && cached.untilMs > nowMs)
    return isHeld(cached.value, nowMs) ? cached.value : null;
  const value = await environment.SNAPSHOTS.get<KeyGrant>(
    `${grantPrefix}${hash ?? (await sha256Hex(key))}`,
    "json",
  );
  // What is not there may be there in a moment: only finds are remembered.
  if (value === null) return null;
  remember(grants, key, { value, untilMs: nowMs + cachedMs });
  return isHeld(value, nowMs) ? value : null;
}

/** Publishes what a key opens, by its SHA-256; this isolate knows it at once. */
export async function publishGrant(environment: Environment, hash: string, grant: KeyGrant): Promise<void> {
  await environment.SNAPSHOTS.put(`${grantPrefix}${hash}`, JSON.stringify(grant));
  grants.clear();
}

/** Every grant of a site with its key's hash. Reads all keys of the deployment: for what is done once. */
export async function grantsOf(
  { SNAPSHOTS }: Pick<Environment, "SNAPSHOTS">,
  siteId: string,
): Promise<(KeyGrant & { hash: string })[]> {
  const found: (KeyGrant & { hash: string })[] = [];
  for (let cursor: string | null | undefined = null; cursor !== undefined;) {
    const page: KVNamespaceListResult<unknown> = await SNAPSHOTS.list({ prefix: grantPrefix, cursor });
    const values = await Promise.all(
      page.keys.map(async ({ name }) => ({ name, grant: await SNAPSHOTS.get<KeyGrant>(name, "json") })),
    );
    for (const { name, grant } of values) {
      if (grant?.siteId === siteId) found.push({ ...grant, hash: name.slice(grantPrefix.length) });
    }
    cursor = page.list_complete ? undefined : page.cursor;
  }
  return found;
}

/** Takes back what a key opens. */
export async function withdrawGrant(environment: Environment, hash: string): Promise<void> {
  await environment.SNAPSHOTS.delete(`${grantPrefix}${hash}`);
  grants.clear();
}

/** A site with its published model compiled, or null when it was never published. */
export async function loadSite(environment: Environment, siteId: string): Promise<LoadedSite | null> {
  const cached = snapshots.get(siteId);
  if (cached !== undefined && cached.untilMs > Date.now()) return cached.value;
  const snapshot = await environment.SNAPSHOTS.get<SiteSnapshot>(`site:${siteId}`, "json");
  if (snapshot === null) return null;
  const value = compileSnapshot(snapshot);
  remember(snapshots, siteId, { value, untilMs: Date.now() + cachedMs });
  return value;
}

/** @throws {Error} When the site has no published model. */
export async function requireSite(environment: Environment, siteId: string): Promise<LoadedSite> {
  const site = await loadSite(environment, siteId);
  if (site === null) throw new Error(`site ${siteId} has no published model`);
  return site;
}

/** Publishes a site's snapshot; this isolate uses it at once. */
export async function publishSite(environment: Environment, snapshot: SiteSnapshot): Promise<void> {
  await environment.SNAPSHOTS.put(`site:${snapshot.site.id}`, JSON.stringify(snapshot));
  remember(snapshots, snapshot.site.id, { value: compileSnapshot(snapshot), untilMs: Date.now() + cachedMs });
}
