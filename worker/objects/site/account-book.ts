import { foldText } from "../../../shared/core/text.ts";
import type { AccountDetails, AccountPage, AccountSort } from "../../../shared/schema/account-page.ts";
import type { Account } from "../../../shared/schema/identity.ts";
import type { LeadSummary } from "../../../shared/schema/visitor.ts";

/** How accounts may be sorted, and the column behind it; nothing from a query ever becomes SQL. */
const sortColumns: Readonly<Record<AccountSort, string>> = {
  score: "score",
  last_seen: "last_seen_ms",
  people: "people",
};

export interface AccountQuery {
  limit: number;
  /** Accounts to leave out from the top. */
  offset: number;
  /** Part of a name. */
  text?: string | undefined;
  sort: AccountSort;
}

/** How many leads of an account are shown. */
const peopleShown = 200;

interface AccountRow extends Record<string, SqlStorageValue> {
  id: string;
  people: number;
  score: number;
  highest: number;
  last_seen_ms: number;
  body: string;
}

// With max() alone SQLite takes the bare column from the row that has it: the newest line names the account.
const columns = `account AS id, count(*) AS people, sum(total) AS score,
  (SELECT max(total) FROM lead AS l WHERE l.account = lead.account) AS highest,
  max(last_seen_ms) AS last_seen_ms, body`;

/**
 * The accounts of a site: nothing but its leads, put together by the account that each is in. They
 * are computed when somebody looks, so that a page view costs nothing for them.
 */
export class AccountBook {
  readonly #sql: SqlStorage;

  /** @param sql The database of the lead book. */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  page({ limit, offset, text = "", sort }: AccountQuery): AccountPage {
    const rows = this.#sql.exec<AccountRow>(
      `SELECT ${columns} FROM lead WHERE account IS NOT NULL GROUP BY account
       ORDER BY ${sortColumns[sort]} DESC, id`,
    );
    // Names are compared here: SQLite knows no case but that of ASCII.
    const wanted = foldText(text);
    const accounts: Account[] = [];
    let passed = 0;
    for (const row of rows) {
      const account = accountOfRow(row);
      if (!foldText(account.name).includes(wanted)) continue;
      if (passed < offset) passed += 1;
      else if (accounts.length < limit) accounts.push(account);
      else return { accounts, nextOffset: offset + limit };
    }
    return { accounts, nextOffset: null };
  }

  /** An account with its leads, the highest first; null when nobody is in it. */
  details(id: string): AccountDetails | null {
    const [row] = this.#sql
      .exec<AccountRow>(`SELECT ${columns} FROM lead WHERE account = ? GROUP BY account`, id)
      .toArray();
    if (row === undefined) return null;
    const people = this.#sql
      .exec<{ body: string }>(
        "SELECT body FROM lead WHERE account = ? ORDER BY total DESC, last_seen_ms DESC LIMIT ?",
        id,
        peopleShown,
      )
      .toArray()
      .map(({ body }) => JSON.parse(body) as LeadSummary);
    return { account: accountOfRow(row), people };
  }
}

function accountOfRow(row: AccountRow): Account {
  const { account } = JSON.parse(row.body) as LeadSummary;
  return {
    id: row.id,
    name: account?.name ?? row.id,
    people: row.people,
    score: row.score,
    highest: row.highest,
    lastSeenAtMs: row.last_seen_ms,
  };
}
