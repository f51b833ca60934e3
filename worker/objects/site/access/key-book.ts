import type { Key, KeyKind } from "../../../../shared/schema/admin.ts";
import { randomId } from "../../../security/digest.ts";

/** A key as it is kept. A write key is kept in clear too: every page of the site tells it, and the snippet shows it. */
export interface StoredKey extends Key {
  hash: string;
  clear: string | null;
}

interface KeyRow extends Record<string, SqlStorageValue> {
  body: string;
}

export const isLiveKey = ({ endsAtMs }: Key, nowMs: number): boolean => endsAtMs === null || nowMs < endsAtMs;

/** The key without what only this object knows. */
export function shownKey({ id, kind, name, hint, createdAtMs, endsAtMs }: StoredKey): Key {
  return { id, kind, name, hint, createdAtMs, endsAtMs };
}

/** The site's write and secret keys. Requests read KV; this is what is published there. */
export class KeyBook {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec("CREATE TABLE IF NOT EXISTS site_key (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID");
  }

  add(key: Omit<StoredKey, "id" | "endsAtMs">): StoredKey {
    const stored: StoredKey = { ...key, id: `key_${randomId()}`, endsAtMs: null };
    this.#save(stored);
    return stored;
  }

  /** All of them, the newest first. */
  list(): StoredKey[] {
    return this.#sql
      .exec<KeyRow>("SELECT body FROM site_key")
      .toArray()
      .map(({ body }) => JSON.parse(body) as StoredKey)
      .sort((a, b) => b.createdAtMs - a.createdAtMs);
  }

  find(id: string): StoredKey | undefined {
    return this.list().find((key) => key.id === id);
  }

  has(hash: string): boolean {
    return this.list().some((key) => key.hash === hash);
  }

  /** The newest of a kind that holds. */
  newest(kind: KeyKind, nowMs: number): StoredKey | undefined {
    return this.list().find((key) => key.kind === kind && isLiveKey(key, nowMs));
  }

  /** Lets a key hold until a time and no longer. */
  end(key: StoredKey, endsAtMs: number): StoredKey {
    const ended = { ...key, endsAtMs: Math.min(endsAtMs, key.endsAtMs ?? endsAtMs) };
    this.#save(ended);
    return ended;
  }

  #save(key: StoredKey): void {
    this.#sql.exec("INSERT OR REPLACE INTO site_key VALUES (?, ?)", key.id, JSON.stringify(key));
  }
}
