import type {
  AuditCheck,
  AuditRow,
  Key,
  Member,
  NewKey,
  NewMember,
  NewToken,
  Token,
} from "../../../shared/schema/admin.ts";
import type { Model } from "../../../shared/schema/model.ts";
import type { DraftFacts, ModelVersion } from "../../../shared/schema/model-version.ts";
import type { Site } from "../../../shared/schema/site.ts";
import { ask } from "./client.ts";

/** Part of the audit log, the newest first. */
export interface AuditPage {
  rows: AuditRow[];
  nextCursor: string | null;
}

/** The newest versions of the model, and who is working on the next one. */
export interface ModelHistory {
  versions: ModelVersion[];
  draft: DraftFacts | null;
}

export function getModelHistory(): Promise<ModelHistory> {
  return ask("/model/versions");
}

/** A version of the model as it was published. */
export async function getModel(version: number): Promise<Model> {
  return (await ask<{ model: Model }>(`/model/versions/${version}`)).model;
}

export function rollBackModel(version: number): Promise<unknown> {
  return ask("/model/rollback", { method: "POST", body: { version } });
}

export async function changeSite(
  change: Partial<Omit<Site, "id" | "retentionDays">> & { retentionDays?: number | null },
): Promise<Site> {
  return (await ask<{ site: Site }>("/site", { method: "PATCH", body: change })).site;
}

export async function getKeys(): Promise<Key[]> {
  return (await ask<{ keys: Key[] }>("/keys")).keys;
}

export function makeKey(key: NewKey): Promise<Key & { key: string }> {
  return ask("/keys", { method: "POST", body: key });
}

export function rotateKey(id: string): Promise<Key & { key: string; old: Key }> {
  return ask(`/keys/${encodeURIComponent(id)}/rotate`, { method: "POST", body: {} });
}

export function revokeKey(id: string): Promise<void> {
  return ask(`/keys/${encodeURIComponent(id)}`, { method: "DELETE" });
}

export async function getTokens(): Promise<Token[]> {
  return (await ask<{ tokens: Token[] }>("/tokens")).tokens;
}

export function makeToken(token: NewToken): Promise<Token & { token: string }> {
  return ask("/tokens", { method: "POST", body: token });
}

export function revokeToken(id: string): Promise<void> {
  return ask(`/tokens/${encodeURIComponent(id)}`, { method: "DELETE" });
}

export async function getMembers(): Promise<Member[]> {
  return (await ask<{ members: Member[] }>("/members")).members;
}

export function saveMember(member: NewMember): Promise<Member> {
  return ask("/members", { method: "POST", body: member });
}

export function removeMember(id: string): Promise<void> {
  return ask(`/members/${encodeURIComponent(id)}`, { method: "DELETE" });
}

export function getAudit(cursor: string | null): Promise<AuditPage> {
  return ask(`/audit?limit=20${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`);
}

export function checkAudit(): Promise<AuditCheck> {
  return ask("/audit/check");
}
