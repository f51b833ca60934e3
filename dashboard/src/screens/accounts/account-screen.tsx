import { useEffect } from "preact/hooks";
import { Icon } from "../../components/icon.tsx";
import { EmptyState, Problem, StaleBar } from "../../components/notice.tsx";
import { Ago } from "../../components/time.tsx";
import { account, followAccounts, loadAccount } from "../../state/accounts.ts";
import { count, formatNumber } from "../../words/numbers.ts";
import { LeadTable } from "../leads/lead-table.tsx";

function Content({ id }: { id: string }) {
  const shown = account.value.value;
  const error = account.error.value;
  const retry = () => void loadAccount(id);
  if (error?.status === 404) {
    return (
      <EmptyState icon="company" title="No such account" isPage>
        <p>Nobody is in it any more.</p>
        <a class="button" href="#/accounts">
          All accounts
        </a>
      </EmptyState>
    );
  }
  if (shown === null) {
    if (error !== null)
      return <Problem error={error} retry={retry} title="The account could not be loaded" />;
    return (
      <div class="is-skeleton" role="status" aria-label="Loading the account">
        <span class="bone bone-title" />
        <span class="bone bone-block" />
      </div>
    );
  }
  const { name, people, score, highest, lastSeenAtMs } = shown.account;
  return (
    <>
      {error !== null && <StaleBar error={error} retry={retry} />}
      <header class="screen-header account-header">
        <h1 class="truncate" title={name}>
          <bdi>{name}</bdi>
        </h1>
        <p class="lead-facts dotted">
          <span>
            Score <strong>{formatNumber(score)}</strong>
          </span>
          <span>highest {formatNumber(highest)}</span>
          <span>{count(people, "person", "people")}</span>
          <span>
            seen <Ago atMs={lastSeenAtMs} />
          </span>
        </p>
      </header>
      <LeadTable leads={shown.people} isFixed />
    </>
  );
}

/** An account: the people in it, the highest score first. */
export function AccountScreen({ id }: { id: string }) {
  useEffect(() => {
    scrollTo(0, 0);
    account.clear();
    return followAccounts(() => loadAccount(id));
  }, [id]);
  const name = account.value.value?.account.name;
  useEffect(() => {
    document.title = `${name ?? "Account"} · Scoreline`;
  }, [name]);
  return (
    <div class="screen">
      <a class="back" href="#/accounts">
        <Icon name="back" />
        Accounts
      </a>
      <Content id={id} />
    </div>
  );
}
