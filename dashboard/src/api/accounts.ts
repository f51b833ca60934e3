import type { AccountDetails, AccountPage, AccountSort } from "../../../shared/schema/account-page.ts";
import { ask } from "./client.ts";

/** What to show of the accounts. */
export interface AccountQuery {
  text: string;
  sort: AccountSort;
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
