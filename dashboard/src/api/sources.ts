import type {
  Source,
  SourceDelivery,
  SourceKindInfo,
  SourceWithSecrets,
} from "../../../shared/schema/source.ts";
import { ask } from "./client.ts";

const addressOf = (id: string) => `/sources/${encodeURIComponent(id)}`;

/** The kinds of source there are. */
export async function getSourceKinds(): Promise<SourceKindInfo[]> {
  return (await ask<{ kinds: SourceKindInfo[] }>("/source-kinds")).kinds;
}

/** All sources of the site. */
export async function getSources(): Promise<Source[]> {
  return (await ask<{ sources: Source[] }>("/sources")).sources;
}

/** The log of a source, the newest line first. */
export async function getSourceDeliveries(id: string): Promise<SourceDelivery[]> {
  return (await ask<{ deliveries: SourceDelivery[] }>(`${addressOf(id)}/deliveries`)).deliveries;
}

/** Sets a source up; the answer holds the secrets that were made for it, once. */
export function createSource(kind: string, settings: Record<string, unknown>): Promise<SourceWithSecrets> {
  return ask("/sources", { method: "POST", body: { kind, settings } });
}

/** Changes the settings that are given; null takes one away. */
export function changeSource(id: string, settings: Record<string, unknown>): Promise<Source> {
  return ask(addressOf(id), { method: "PATCH", body: { settings } });
}

/** Makes a new address and new secrets; the old ones work for another day. */
export function rotateSource(id: string): Promise<SourceWithSecrets> {
  return ask(`${addressOf(id)}/rotate`, { method: "POST", body: {} });
}

export function deleteSource(id: string): Promise<void> {
  return ask(addressOf(id), { method: "DELETE", body: {} });
}
