import type { Account } from "../../../shared/schema/identity.ts";
import type { LeadSummary } from "../../../shared/schema/visitor.ts";
import { ask } from "./client.ts";

/** Orders in which accounts can be read. */
export type AccountSort = "score" | "last_seen" | "people";

/** What to show of the accounts. */
export interface AccountQuery {
  text: string;
  sort: AccountSort;
}

/** One page of the accounts. */
export interface AccountPage {
  accounts: Account[];
  nextOffset: number | null;
}

/** An account with the leads in it. */
export interface AccountDetails {
  account: Account;
  people: LeadSummary[];
}

/** Reads a page of the accounts; the first one from 0. */
export function getAccounts(query: AccountQuery, offset: number, signal?: AbortSignal): Promise<AccountPage> {
  const parameters = new URLSearchParams({ limit: "50", sort: query.sort, offset: String(offset) });
  if (query.text.trim() !== "") parameters.set("q", query.text.trim());
  return ask<AccountPage>(`/accounts?${parameters}`, signal ? { signal } : {});
}

/** Reads one account with its leads. */
export function getAccount(id: string, signal?: AbortSignal): Promise<AccountDetails> {
  return ask<AccountDetails>(`/accounts/${encodeURIComponent(id)}`, signal ? { signal } : {});
}
