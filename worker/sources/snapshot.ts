import type { Environment } from "../environment.ts";
import { secretOf } from "../environment.ts";
import { sha256Hex } from "../security/digest.ts";
import { unseal } from "../security/seal.ts";
import { sourceKind, type AnySource } from "./index.ts";
import { checkSettings, type Settings } from "./settings.ts";

/** What a delivery needs to know of its source: published to KV under the hash of the token in its address. */
export interface SourceSnapshot {
  siteId: string;
  sourceId: string;
  kind: string;
  settings: Settings;
  /** The secrets as JSON, sealed. */
  sealed: string;
}

/** A source that a delivery is for. */
export interface LoadedSource {
  siteId: string;
  sourceId: string;
  kind: AnySource;
  /** Checked, secrets included. */
  settings: unknown;
}

/** How long an isolate uses what it read, milliseconds. */
const cachedMs = 5_000;
const cachedItems = 500;
const loaded = new Map<string, { value: LoadedSource; untilMs: number }>();

const tokenShape = /^src_[A-Za-z0-9_-]{43}$/;

/** Publishes a source under the hash of its token; for a time, in seconds, when the address is on its way out. */
export async function publishSource(
  { SNAPSHOTS }: Environment,
  tokenHash: string,
  snapshot: SourceSnapshot,
  lifeSeconds?: number,
): Promise<void> {
  const options = lifeSeconds === undefined ? {} : { expirationTtl: lifeSeconds };
  await SNAPSHOTS.put(`source:${tokenHash}`, JSON.stringify(snapshot), options);
  loaded.clear();
}

/** Takes a source's address back. Isolates elsewhere may know it for a minute more. */
export async function unpublishSource({ SNAPSHOTS }: Environment, tokenHash: string): Promise<void> {
  await SNAPSHOTS.delete(`source:${tokenHash}`);
  loaded.clear();
}

/** The source of a token, or null when nobody knows it. No object is asked, so that strangers cost one read at most. */
export async function loadSource(environment: Environment, token: string): Promise<LoadedSource | null> {
  if (!tokenShape.test(token)) return null;
  const nowMs = Date.now();
  const cached = loaded.get(token);
  if (cached !== undefined && cached.untilMs > nowMs) return cached.value;
  const snapshot = await environment.SNAPSHOTS.get<SourceSnapshot>(
    `source:${await sha256Hex(token)}`,
    "json",
  );
  const kind = snapshot === null ? undefined : sourceKind(snapshot.kind);
  if (snapshot === null || kind === undefined) return null;
  const secrets = JSON.parse(await unseal(secretOf(environment), snapshot.sealed)) as Record<string, string>;
  const { siteId, sourceId } = snapshot;
  const value = {
    siteId,
    sourceId,
    kind,
    settings: checkSettings(kind, { ...snapshot.settings, ...secrets }),
  };
  if (loaded.size >= cachedItems) loaded.clear();
  loaded.set(token, { value, untilMs: nowMs + cachedMs });
  return value;
}
