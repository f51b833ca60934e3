import { signal } from "@preact/signals";
import type { AccountDetails, AccountPage } from "../../../shared/schema/account-page.ts";
import { getAccount, getAccounts, type AccountQuery } from "../api/accounts.ts";
import { followLeads } from "./live.ts";
import { makeResource } from "./resource.ts";

/** What the reader asks to see of the accounts. */
export const accountQuery = signal<AccountQuery>({ text: "", sort: "score" });

/** The pages of accounts that are loaded. */
export const accounts = makeResource<AccountPage>();

/** The account whose page is open. */
export const account = makeResource<AccountDetails>();

/** Live changes are gathered for this long before accounts are fetched again: each is computed when it is asked for. */
const refetchAfterMs = 2_000;

/** Fetches the first page. */
export function loadAccounts(): Promise<void> {
  return accounts.load((abort) => getAccounts(accountQuery.peek(), 0, abort));
}

let typing: ReturnType<typeof setTimeout> | undefined;

/** Changes the query and fetches; while the reader types, it waits for a pause. */
export function changeAccountQuery(change: Partial<AccountQuery>): void {
  accountQuery.value = { ...accountQuery.peek(), ...change };
  clearTimeout(typing);
  typing = setTimeout(() => void loadAccounts(), "text" in change && change.text !== "" ? 250 : 0);
}

/** Fetches the page after the last one. */
export async function loadMoreAccounts(): Promise<void> {
  const page = accounts.value.peek();
  if (page === null || page.nextOffset === null || accounts.isLoading.peek()) return;
  const { nextOffset } = page;
  await accounts.load(async (abort) => {
    const next = await getAccounts(accountQuery.peek(), nextOffset, abort);
    const known = new Set(page.accounts.map(({ id }) => id));
    return { ...next, accounts: [...page.accounts, ...next.accounts.filter(({ id }) => !known.has(id))] };
  });
}

/** Forgets the accounts, as at sign-out. */
export function clearAccounts(): void {
  accounts.clear();
  account.clear();
}

/** Fetches an account again, after an error too. */
export function loadAccount(id: string): Promise<void> {
  return account.load((abort) => getAccount(id, abort));
}

/** Calls `load` now and soon after something changed in the lead book, until the returned function is called. */
export function followAccounts(load: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const loadSoon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void load();
    }, refetchAfterMs);
  };
  void load();
  const unfollow = followLeads({ leads: loadSoon, gap: loadSoon });
  return () => {
    clearTimeout(timer);
    unfollow();
  };
}
