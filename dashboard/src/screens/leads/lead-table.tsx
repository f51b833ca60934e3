import { useRef } from "preact/hooks";
import type { LeadSort } from "../../../../shared/schema/lead-page.ts";
import type { LeadSummary } from "../../../../shared/schema/visitor.ts";
import { Icon } from "../../components/icon.tsx";
import { useFlip } from "../../components/use-flip.ts";
import { changeQuery, query } from "../../state/leads.ts";
import { LeadRow } from "./lead-row.tsx";

function SortHeader({ sort, label, look }: { sort: LeadSort; label: string; look: string }) {
  const isChosen = query.value.sort === sort;
  return (
    <span role="columnheader" class={look} aria-sort={isChosen ? "descending" : "none"}>
      <button type="button" class="sort" onClick={() => changeQuery({ sort })}>
        {label}
        {isChosen && <Icon name="down" size={12} />}
      </button>
    </span>
  );
}

/** Up and down go from row to row. */
function walk(event: KeyboardEvent): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0 || !(event.currentTarget instanceof HTMLElement)) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("a.row-link")];
  const next = links[links.indexOf(document.activeElement as HTMLElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

interface Options {
  leads: readonly LeadSummary[];
  /** Leads in another order than the book's, which the reader cannot change. */
  isFixed?: boolean;
}

/** Leads as a table that becomes a list of cards where it is narrow. */
export function LeadTable({ leads, isFixed = false }: Options) {
  const rows = useRef<HTMLDivElement>(null);
  useFlip(rows, leads);
  return (
    <div class="table leads-table" role="table" aria-label="Leads">
      <div class="table-head" role="row">
        <span role="columnheader">Lead</span>
        <span role="columnheader">Stage</span>
        {isFixed ? (
          <span role="columnheader" class="column-score">
            Score
          </span>
        ) : (
          <SortHeader sort="total" label="Score" look="column-score" />
        )}
        <span role="columnheader">Last activity</span>
        {isFixed ? (
          <span role="columnheader" class="column-seen">
            Seen
          </span>
        ) : (
          <SortHeader sort="last_seen" label="Seen" look="column-seen" />
        )}
      </div>
      <div class="table-body" role="rowgroup" ref={rows} onKeyDown={walk}>
        {leads.map((lead) => (
          <LeadRow key={lead.id} lead={lead} />
        ))}
      </div>
    </div>
  );
}
