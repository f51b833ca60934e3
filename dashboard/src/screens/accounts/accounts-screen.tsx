import { useEffect } from "preact/hooks";
import type { Account } from "../../../../shared/schema/identity.ts";
import { EmptyState, Problem, StaleBar } from "../../components/notice.tsx";
import { SearchField, Segmented } from "../../components/segmented.tsx";
import { Ago } from "../../components/time.tsx";
import {
  accountQuery,
  accounts,
  changeAccountQuery,
  followAccounts,
  loadAccounts,
  loadMoreAccounts,
} from "../../state/accounts.ts";
import { accountAddress } from "../../state/route.ts";
import { count, formatNumber } from "../../words/numbers.ts";

const orders = [
  { value: "score", label: "Score" },
  { value: "last_seen", label: "Recent" },
  { value: "people", label: "People" },
] as const;

function Row({ account }: { account: Account }) {
  return (
    <div class="row" role="row">
      <span role="cell" class="account-name">
        <a class="row-link truncate" href={accountAddress(account.id)} title={account.name}>
          <bdi>{account.name}</bdi>
        </a>
      </span>
      <span role="cell">{count(account.people, "person", "people")}</span>
      <span role="cell" class="account-score">
        <strong>{formatNumber(account.score)}</strong>
        <span class="muted small">highest {formatNumber(account.highest)}</span>
      </span>
      <span role="cell" class="column-seen">
        <Ago atMs={account.lastSeenAtMs} />
      </span>
    </div>
  );
}

function Content() {
  const page = accounts.value.value;
  const error = accounts.error.value;
  const retry = () => void loadAccounts();
  if (page === null) {
    if (error !== null)
      return <Problem error={error} retry={retry} title="The accounts could not be loaded" />;
    return (
      <div class="is-skeleton" role="status" aria-label="Loading accounts">
        <span class="bone bone-block" />
      </div>
    );
  }
  if (page.accounts.length === 0) {
    return accountQuery.value.text.trim() === "" ? (
      <EmptyState icon="company" title="No account yet">
        <p>
          People come together here by the address that they write from at work, or by the <code>group</code>{" "}
          that your site tells.
        </p>
      </EmptyState>
    ) : (
      <EmptyState icon="search" title="No account matches" />
    );
  }
  return (
    <>
      {error !== null && <StaleBar error={error} retry={retry} />}
      <div class="table accounts-table" role="table" aria-label="Accounts">
        <div class="table-head" role="row">
          <span role="columnheader">Account</span>
          <span role="columnheader">People</span>
          <span role="columnheader">Score</span>
          <span role="columnheader" class="column-seen">
            Seen
          </span>
        </div>
        <div class="table-body" role="rowgroup">
          {page.accounts.map((account) => (
            <Row key={account.id} account={account} />
          ))}
        </div>
      </div>
      {page.nextOffset !== null && (
        <div class="more">
          <button
            type="button"
            class="button"
            disabled={accounts.isLoading.value}
            onClick={() => void loadMoreAccounts()}
          >
            {accounts.isLoading.value ? "Loading…" : "Load more"}
          </button>
        </div>
      )}
    </>
  );
}

/** The companies that leads belong to: how many of their people are here, and how much is going on. */
export function AccountsScreen() {
  useEffect(() => {
    scrollTo(0, 0);
    document.title = "Accounts · Scoreline";
    return followAccounts(loadAccounts);
  }, []);
  const asked = accountQuery.value;
  return (
    <div class="screen">
      <header class="screen-header">
        <h1>Accounts</h1>
        <p class="muted">The score of an account is the sum of its people's.</p>
      </header>
      <div class="toolbar">
        <SearchField
          label="Search accounts"
          value={asked.text}
          change={(text) => changeAccountQuery({ text })}
        />
        <Segmented
          label="Order"
          choices={orders}
          value={asked.sort}
          choose={(sort) => changeAccountQuery({ sort })}
        />
      </div>
      <Content />
    </div>
  );
}
