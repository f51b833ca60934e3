import { signal } from "@preact/signals";
import type { AuditCheck, Key, Member, Scope, Token } from "../../../shared/schema/admin.ts";
import { ApiError } from "../api/client.ts";
import {
  checkAudit,
  getAudit,
  getKeys,
  getModel,
  getMembers,
  getModelHistory,
  getTokens,
  makeKey,
  makeToken,
  removeMember,
  revokeKey,
  revokeToken,
  rollBackModel,
  rotateKey,
  saveMember,
  type AuditPage,
  type ModelHistory,
} from "../api/settings.ts";
import { makeResource } from "./resource.ts";
import { saveFile } from "./save-file.ts";
import { loadSite, site } from "./site.ts";

export const keys = makeResource<Key[]>();
export const tokens = makeResource<Token[]>();
export const members = makeResource<Member[]>();
export const audit = makeResource<AuditPage>();
export const modelHistory = makeResource<ModelHistory>();

/** What came of walking the audit log's chain; null until it was asked for. */
export const auditCheck = signal<AuditCheck | null>(null);

/** A credential that was just made: the only time that it can be seen. */
export const madeSecret = signal<{ card: "keys" | "tokens"; label: string; secret: string } | null>(null);

/** What went wrong with the last change, by card. */
export const problems = signal<Readonly<Record<string, string>>>({});

/** Whether the reader may do this; as long as it is not known, nothing is. */
export function may(scope: Scope): boolean {
  return site.value.value?.you.scopes.includes(scope) ?? false;
}

function loadAudit(): Promise<void> {
  return audit.load(() => getAudit(null));
}

/** Fetches what the reader may see. */
export function loadSettings(): void {
  if (may("read")) {
    void loadAudit();
    void modelHistory.load(getModelHistory);
  }
  if (!may("keys")) return;
  void keys.load(getKeys);
  void tokens.load(getTokens);
  void members.load(getMembers);
}

/** Forgets everything, what was just made above all. */
export function clearSettings(): void {
  for (const resource of [keys, tokens, members, audit, modelHistory]) resource.clear();
  auditCheck.value = null;
  madeSecret.value = null;
  problems.value = {};
}

/** Does something of a card; what goes wrong is said there. */
async function attempt(card: string, act: () => Promise<unknown>): Promise<boolean> {
  const { [card]: _old, ...others } = problems.peek();
  problems.value = others;
  try {
    await act();
    return true;
  } catch (cause) {
    const words = cause instanceof ApiError ? cause.message : String(cause);
    problems.value = { ...problems.peek(), [card]: words };
    return false;
  }
}

/**
 * Makes a change and brings the lists up to date.
 *
 * @returns Whether it went well; if not, the card says why.
 */
export async function change(card: string, make: () => Promise<unknown>): Promise<boolean> {
  auditCheck.value = null;
  const isMade = await attempt(card, make);
  if (isMade) loadSettings();
  return isMade;
}

export const addKey = (kind: Key["kind"], name: string): Promise<boolean> =>
  change("keys", async () => {
    const made = await makeKey({ kind, name });
    madeSecret.value = { card: "keys", label: made.name, secret: made.key };
  });

export const replaceKey = (id: string): Promise<boolean> =>
  change("keys", async () => {
    const made = await rotateKey(id);
    madeSecret.value = { card: "keys", label: made.name, secret: made.key };
  });

export const endKey = (id: string): Promise<boolean> => change("keys", () => revokeKey(id));

export const addToken = (name: string, scopes: Scope[], expiresAtMs: number | null): Promise<boolean> =>
  change("tokens", async () => {
    const made = await makeToken({ name, scopes, ...(expiresAtMs !== null && { expiresAtMs }) });
    madeSecret.value = { card: "tokens", label: made.name, secret: made.token };
  });

export const endToken = (id: string): Promise<boolean> => change("tokens", () => revokeToken(id));

export const addMember = (email: string, scopes: Scope[]): Promise<boolean> =>
  change("members", () => saveMember({ email, scopes }));

export const takeMemberAway = (id: string): Promise<boolean> => change("members", () => removeMember(id));

export const goBackTo = (version: number): Promise<boolean> =>
  change("model", async () => {
    await rollBackModel(version);
    await loadSite();
  });

/** Hands a version of the model to the reader as a file that can be edited and published. */
export const downloadModel = (version: number): Promise<boolean> =>
  attempt("model", async () => {
    const text = JSON.stringify(await getModel(version), null, 2) + "\n";
    saveFile(new Blob([text], { type: "application/json" }), `model-v${version}.json`);
  });

/** Fetches the next page of the audit log and puts it below. */
export function loadMoreAudit(): Promise<void> {
  const known = audit.value.peek();
  return audit.load(async () => {
    const page = await getAudit(known?.nextCursor ?? null);
    return { ...page, rows: [...(known?.rows ?? []), ...page.rows] };
  });
}

/** Walks the chain. */
export const walkAudit = async (): Promise<void> => {
  try {
    auditCheck.value = await checkAudit();
  } catch (cause) {
    problems.value = { ...problems.peek(), audit: cause instanceof Error ? cause.message : String(cause) };
  }
};
