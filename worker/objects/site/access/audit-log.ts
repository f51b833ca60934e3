import { canonicalJson } from "../../../../shared/core/index.ts";
import type { Actor, AuditCheck, AuditRow } from "../../../../shared/schema/admin.ts";
import { sha256Hex } from "../../../security/digest.ts";
import { isNaming } from "../is-naming.ts";
import { withoutSecrets } from "../../../security/redact.ts";

/** A change to write down; the log adds number, time and hashes. */
export type AuditEntry = Pick<AuditRow, "actor" | "action" | "target" | "before" | "after">;

export interface AuditPage {
  /** Each as JSON: what was changed may be anything, and only text of anything travels between objects. */
  rows: string[];
  nextCursor: string | null;
}

/** What the row is called that names the rows of which an erasure took something. */
const erasureAction = "audit.erase";

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

/**
 * Every change of a site: rows are added and never taken away, and each holds the hash of the one before.
 * Nothing of them is ever changed, but that what they say of a person goes when the person is erased.
 */
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

  /** Rows that name somebody in what was changed, or in the address it was changed at. */
  naming(names: readonly string[]): AuditRow[] {
    return this.#sql
      .exec<StoredRow>("SELECT * FROM audit ORDER BY number")
      .toArray()
      .filter(({ body }) => isNaming(body, names))
      .map(readRow);
  }

  /**
   * Takes `before` and `after` out of rows that name somebody who was erased. The rows stay in the
   * chain under their hashes, and a new row names them, written first: a row that is empty and that
   * no such row names was tampered with.
   *
   * @returns Numbers of the rows.
   */
  async erase(names: readonly string[], actor: Actor, nowMs: number): Promise<number[]> {
    const rows = this.naming(names).filter(
      (row) => row.isErased !== true && (row.before !== undefined || row.after !== undefined),
    );
    if (rows.length === 0) return [];
    const numbers = rows.map(({ number }) => number);
    await this.add({ actor, action: erasureAction, target: "audit", after: { rows: numbers } }, nowMs);
    for (const { before: _before, after: _after, ...row } of rows) {
      const erased: AuditRow = { ...row, isErased: true };
      this.#sql.exec("UPDATE audit SET body = ? WHERE number = ?", JSON.stringify(erased), row.number);
    }
    return numbers;
  }

  /** Numbers of the rows that erasures have emptied, as far as rows say so that are whole themselves. */
  async #erasedRows(): Promise<Set<number>> {
    const numbers = new Set<number>();
    for (const stored of this.#sql.exec<StoredRow>("SELECT * FROM audit ORDER BY number").toArray()) {
      const row = readRow(stored);
      if (row.action !== erasureAction || row.hash !== (await hashOf(row))) continue;
      for (const number of (row.after as { rows: number[] }).rows)
        if (number < row.number) numbers.add(number);
    }
    return numbers;
  }

  /** Walks the chain from its beginning. */
  async check(): Promise<AuditCheck> {
    let previousHash = noHash;
    let rows = 0;
    const erased = await this.#erasedRows();
    for (const stored of this.#sql.exec<StoredRow>("SELECT * FROM audit ORDER BY number").toArray()) {
      const row = readRow(stored);
      const isWhole =
        stored.number === rows + 1 &&
        row.number === stored.number &&
        row.previousHash === previousHash &&
        (row.isErased === true ? erased.has(row.number) : row.hash === (await hashOf(row)));
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
