import { useEffect, useLayoutEffect } from "preact/hooks";
import { Icon } from "../../components/icon.tsx";
import { EmptyState, Problem, StaleBar } from "../../components/notice.tsx";
import {
  clearFilters,
  isFiltered,
  leads,
  loadLeads,
  loadMoreLeads,
  more,
  query,
  refreshFirstPage,
} from "../../state/leads.ts";
import { areHandOffsHeld } from "../../state/live.ts";
import { site } from "../../state/site.ts";
import { LeadTable } from "./lead-table.tsx";
import { LeadTableSkeleton } from "./lead-table-skeleton.tsx";
import { LeadsToolbar } from "./leads-toolbar.tsx";

function Nothing() {
  if (isFiltered(query.value)) {
    return (
      <EmptyState icon="search" title="No lead matches">
        <p>Nobody in the book is in this stage and fits the search right now.</p>
        <button type="button" class="button" onClick={clearFilters}>
          Show everybody
        </button>
      </EmptyState>
    );
  }
  const origins = site.value.value?.site.origins ?? [];
  return (
    <EmptyState icon="leads" title="Waiting for the first visitor">
      <p>
        Open a page that carries your snippet. The visitor appears here the moment the page reports, without a
        reload.
      </p>
      {origins.length > 0 && (
        <p class="muted small">
          Pages on <code>{origins.slice(0, 3).join(", ")}</code>
          {origins.length > 3 && ` and ${origins.length - 3} more`} may report.
        </p>
      )}
      <a class="button" href="#/setup">
        Set up the site
      </a>
    </EmptyState>
  );
}

function More() {
  const page = leads.value.value;
  if (page === null || page.nextCursor === null) return null;
  return (
    <div class="more">
      {more.error.value !== null && <p role="alert">{more.error.value.message}</p>}
      <button
        type="button"
        class="button"
        disabled={more.isLoading.value}
        onClick={() => void loadMoreLeads()}
      >
        {more.isLoading.value ? "Loading…" : "Load more"}
      </button>
    </div>
  );
}

function Book() {
  const page = leads.value.value;
  const error = leads.error.value;
  if (page === null) {
    return error === null ? (
      <LeadTableSkeleton />
    ) : (
      <Problem error={error} retry={() => void loadLeads()} title="The leads could not be loaded" />
    );
  }
  return (
    <>
      {error !== null && <StaleBar error={error} retry={() => void loadLeads()} />}
      {page.leads.length === 0 ? <Nothing /> : <LeadTable leads={page.leads} />}
      <More />
    </>
  );
}

/** Where the reader was in the list when they left it for a lead. */
let keptScrollPx = 0;

/** Everybody who visits the site, live. */
export function LeadsScreen() {
  useLayoutEffect(() => {
    scrollTo(0, leads.value.peek() === null ? 0 : keptScrollPx);
    return () => {
      keptScrollPx = scrollY;
    };
  }, []);
  useEffect(() => {
    document.title = "Leads · Scoreline";
    void refreshFirstPage();
  }, []);
  return (
    <div class="screen">
      <header class="screen-header">
        <h1>Leads</h1>
      </header>
      {areHandOffsHeld.value && (
        <div class="stale" role="alert">
          <Icon name="alert" />
          <span>More hand-offs came within an hour than the site takes; the rest is held.</span>
          <a class="link-button" href="#/destinations">
            Look
          </a>
        </div>
      )}
      <LeadsToolbar />
      <section aria-label="Leads" aria-busy={leads.isLoading.value} class="book">
        <Book />
      </section>
    </div>
  );
}
