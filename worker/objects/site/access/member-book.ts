import type { Member, NewMember, Scope } from "../../../../shared/schema/admin.ts";
import { randomId } from "../../../security/digest.ts";

interface MemberRow extends Record<string, SqlStorageValue> {
  body: string;
}

const readMember = ({ body }: MemberRow): Member => JSON.parse(body) as Member;

/** Who may administer the site with an account of Cloudflare Access. */
export class MemberBook {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      "CREATE TABLE IF NOT EXISTS member (email TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL) WITHOUT ROWID",
    );
  }

  /** @param email In small letters. */
  find(email: string): Member | null {
    const [row] = this.#sql.exec<MemberRow>("SELECT body FROM member WHERE email = ?", email).toArray();
    return row === undefined ? null : readMember(row);
  }

  /** Adds a member, or gives one other scopes. */
  save({ email, scopes }: NewMember, nowMs: number): Member {
    const known = this.find(email);
    const member: Member = {
      id: known?.id ?? `mbr_${randomId()}`,
      email,
      scopes,
      addedAtMs: known?.addedAtMs ?? nowMs,
    };
    this.#sql.exec(
      "INSERT OR REPLACE INTO member VALUES (?, ?, ?)",
      email,
      member.id,
      JSON.stringify(member),
    );
    return member;
  }

  list(): Member[] {
    return this.#sql.exec<MemberRow>("SELECT body FROM member ORDER BY email").toArray().map(readMember);
  }

  /** @returns Who it was; null when there is nobody of this id. */
  remove(id: string): Member | null {
    const [row] = this.#sql.exec<MemberRow>("DELETE FROM member WHERE id = ? RETURNING body", id).toArray();
    return row === undefined ? null : readMember(row);
  }

  has(scope: Scope, exceptId?: string): boolean {
    return this.list().some(({ id, scopes }) => id !== exceptId && scopes.includes(scope));
  }
}
