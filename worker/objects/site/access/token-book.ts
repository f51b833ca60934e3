import type { NewToken, Scope, Token } from "../../../../shared/schema/admin.ts";
import { scopes as allScopes } from "../../../../shared/schema/choices.ts";
import { randomId } from "../../../security/digest.ts";

/** Why a token is not taken. */
export type Refusal = "unknown" | "revoked" | "expired";

export type Opened = { token: Token } | { refusal: Refusal };

/** The last use is written at most this often: a row written for every request would cost more than it says. */
const lastUseStepMs = 3_600_000;

interface TokenRow extends Record<string, SqlStorageValue> {
  hash: string;
  body: string;
}

const readToken = ({ body }: TokenRow): Token => JSON.parse(body) as Token;

/** Whether a token is taken now. */
export function isLive({ revokedAtMs, expiresAtMs }: Token, nowMs: number): boolean {
  return revokedAtMs === null && (expiresAtMs === null || nowMs < expiresAtMs);
}

/** Administrators' tokens of a site, by the hash of each. What is said here holds at once. */
export class TokenBook {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      "CREATE TABLE IF NOT EXISTS token (id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, body TEXT NOT NULL) WITHOUT ROWID",
    );
  }

  add({ name, scopes, expiresAtMs }: NewToken, hash: string, hint: string, nowMs: number): Token {
    const token: Token = {
      id: `tok_${randomId()}`,
      name,
      scopes,
      hint,
      createdAtMs: nowMs,
      expiresAtMs: expiresAtMs ?? null,
      lastUsedAtMs: null,
      revokedAtMs: null,
    };
    this.#sql.exec("INSERT INTO token VALUES (?, ?, ?)", token.id, hash, JSON.stringify(token));
    return token;
  }

  /** The token that a site begins with: it may do everything. Bringing the same again changes nothing. */
  addFirst(hash: string, hint: string, nowMs: number): void {
    if (this.#find(hash) === undefined)
      this.add({ name: "First token", scopes: [...allScopes] }, hash, hint, nowMs);
  }

  /** What a token opens now. */
  open(hash: string, nowMs: number): Opened {
    // A site from before there was this book knows its one token by the grant that led here.
    if (this.#isEmpty()) this.addFirst(hash, "adm_…", nowMs);
    const token = this.#find(hash);
    if (token === undefined) return { refusal: "unknown" };
    if (token.revokedAtMs !== null) return { refusal: "revoked" };
    if (!isLive(token, nowMs)) return { refusal: "expired" };
    if (token.lastUsedAtMs === null || nowMs - token.lastUsedAtMs >= lastUseStepMs) {
      this.#save({ ...token, lastUsedAtMs: nowMs });
    }
    return { token };
  }

  list(): Token[] {
    return this.#sql
      .exec<TokenRow>("SELECT * FROM token")
      .toArray()
      .map(readToken)
      .sort((a, b) => b.createdAtMs - a.createdAtMs);
  }

  /** @returns The token with its hash, as it was; null when there is none. */
  revoke(id: string, nowMs: number): { token: Token; hash: string } | null {
    const [row] = this.#sql.exec<TokenRow>("SELECT * FROM token WHERE id = ?", id).toArray();
    if (row === undefined) return null;
    const token = readToken(row);
    if (token.revokedAtMs === null) this.#save({ ...token, revokedAtMs: nowMs });
    return { token, hash: row.hash };
  }

  /** Whether a token besides this one is taken now and may do this. */
  hasOther(id: string, scope: Scope, nowMs: number): boolean {
    return this.list().some(
      (token) => token.id !== id && isLive(token, nowMs) && token.scopes.includes(scope),
    );
  }

  #find(hash: string): Token | undefined {
    const [row] = this.#sql.exec<TokenRow>("SELECT * FROM token WHERE hash = ?", hash).toArray();
    return row === undefined ? undefined : readToken(row);
  }

  #isEmpty(): boolean {
    return this.#sql.exec("SELECT 1 FROM token LIMIT 1").toArray().length === 0;
  }

  #save(token: Token): void {
    this.#sql.exec("UPDATE token SET body = ? WHERE id = ?", JSON.stringify(token), token.id);
  }
}
