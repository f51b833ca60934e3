import { canonicalJson } from "../../../../shared/core/index.ts";
import type { AuditCheck, AuditRow } from "../../../../shared/schema/admin.ts";
import { sha256Hex } from "../../../security/digest.ts";
import { withoutSecrets } from "../../../security/redact.ts";

/** A change to write down; the log adds number, time and hashes. */
export type AuditEntry = Pick<AuditRow, "actor" | "action" | "target" | "before" | "after">;

export interface AuditPage {
  /** Each as JSON: what was changed may be anything, and only text of anything travels between objects. */
  rows: string[];
  nextCursor: string | null;
}

const noHash = "0".repeat(64);

/** What is changed is kept up to this length; of a longer one, its hash. Characters of JSON. */
const keptCharacters = 16_384;

interface StoredRow extends Record<string, SqlStorageValue> {
  number: number;
  body: string;
}

const readRow = ({ body }: StoredRow): AuditRow => JSON.parse(body) as AuditRow;

async function hashOf(row: AuditRow): Promise<string> {
  // Through JSON, so that what is hashed is what is stored: an undefined field is none.
  const written = JSON.parse(JSON.stringify({ ...row, hash: undefined })) as unknown;
  return sha256Hex(canonicalJson(written));
}

async function kept(value: unknown): Promise<unknown> {
  if (value === undefined) return undefined;
  const text = JSON.stringify(withoutSecrets(value));
  if (text.length <= keptCharacters) return JSON.parse(text);
  return { characters: text.length, sha256: await sha256Hex(text) };
}

/** Every change of a site: rows are added, never changed and never taken away, and each holds the hash of the one before. */
export class AuditLog {
  readonly #sql: SqlStorage;
  /** Rows are added one after another: each needs the hash of the one before. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec("CREATE TABLE IF NOT EXISTS audit (number INTEGER PRIMARY KEY, body TEXT NOT NULL)");
  }

  async add(entry: AuditEntry, nowMs: number): Promise<void> {
    const added = this.#last.then(() => this.#append(entry, nowMs));
    // One that failed does not keep the next from being written.
    this.#last = added.catch(() => undefined);
    await added;
  }

  async #append({ actor, action, target, before, after }: AuditEntry, nowMs: number): Promise<void> {
    const last = this.#newest();
    const row: AuditRow = {
      number: (last?.number ?? 0) + 1,
      atMs: nowMs,
      actor,
      action,
      target,
      before: await kept(before),
      after: await kept(after),
      previousHash: last?.hash ?? noHash,
      hash: "",
    };
    row.hash = await hashOf(row);
    this.#sql.exec("INSERT INTO audit VALUES (?, ?)", row.number, JSON.stringify(row));
  }

  /** A page of the log, the newest first. */
  page(limit: number, cursor?: number): AuditPage {
    const rows = this.#sql
      .exec<StoredRow>(
        "SELECT * FROM audit WHERE number < ? ORDER BY number DESC LIMIT ?",
        cursor ?? Number.MAX_SAFE_INTEGER,
        limit + 1,
      )
      .toArray();
    const shown = rows.slice(0, limit);
    return {
      rows: shown.map(({ body }) => body),
      nextCursor: rows.length > limit ? String(shown.at(-1)?.number) : null,
    };
  }

  /** Walks the chain from its beginning. */
  async check(): Promise<AuditCheck> {
    let previousHash = noHash;
    let rows = 0;
    for (const stored of this.#sql.exec<StoredRow>("SELECT * FROM audit ORDER BY number").toArray()) {
      const row = readRow(stored);
      const isWhole =
        stored.number === rows + 1 &&
        row.number === stored.number &&
        row.previousHash === previousHash &&
        row.hash === (await hashOf(row));
      if (!isWhole) return { isIntact: false, rows, brokenAt: rows + 1, lastHash: previousHash };
      previousHash = row.hash;
      rows += 1;
    }
    return { isIntact: true, rows, brokenAt: null, lastHash: previousHash };
  }

  #newest(): AuditRow | undefined {
    const [row] = this.#sql.exec<StoredRow>("SELECT * FROM audit ORDER BY number DESC LIMIT 1").toArray();
    return row === undefined ? undefined : readRow(row);
  }
}
