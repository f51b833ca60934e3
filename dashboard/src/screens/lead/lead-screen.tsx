import { useEffect } from "preact/hooks";
import type { Lead } from "../../../../shared/schema/visitor.ts";
import { Icon } from "../../components/icon.tsx";
import { EmptyState, Problem, StaleBar } from "../../components/notice.tsx";
import { Panel } from "../../components/panel.tsx";
import { closeReceipts, lead, openLead, receiptsPanel, retryLead } from "../../state/lead.ts";
import { formatNumber } from "../../words/numbers.ts";
import { displayName, isNamed, shortId } from "../../words/people.ts";
import { LeadCards } from "./lead-cards.tsx";
import { LeadHeader } from "./lead-header.tsx";
import { LeadSkeleton } from "./lead-skeleton.tsx";
import { PeopleQuestion } from "./people-cards.tsx";
import { Receipts } from "./receipts.tsx";
import { Timeline } from "./timeline.tsx";

function Page({ lead: shown }: { lead: Lead }) {
  const { isOpen, eventId } = receiptsPanel.value;
  return (
    <>
      <div class="lead-content">
        <LeadHeader lead={shown} />
        <div class="lead-columns">
          <Timeline lead={shown} />
          <LeadCards lead={shown} />
        </div>
      </div>
      <PeopleQuestion lead={shown} />
      <Panel isOpen={isOpen} title={`Why the score is ${formatNumber(shown.total)}`} close={closeReceipts}>
        <Receipts lead={shown} atEventId={eventId} />
      </Panel>
    </>
  );
}

function Content({ id }: { id: string }) {
  const shown = lead.value.value;
  const error = lead.error.value;
  if (error?.status === 404) {
    return (
      <EmptyState icon="person" title="No such lead" isPage>
        <p>
          Nobody in the book has the id <code class="break">{id.slice(0, 80)}</code>. The lead may have been
          erased, or the link belongs to another site.
        </p>
        <a class="button" href="#/leads">
          All leads
        </a>
      </EmptyState>
    );
  }
  if (shown === null) {
    if (error === null) return <LeadSkeleton />;
    return <Problem error={error} retry={() => retryLead(id)} title="The lead could not be loaded" />;
  }
  return (
    <>
      {error !== null && <StaleBar error={error} retry={() => retryLead(id)} />}
      <Page lead={shown} />
    </>
  );
}

/** A lead: who they are, what they did, and why their score is what it is. */
export function LeadScreen({ id }: { id: string }) {
  useEffect(() => {
    scrollTo(0, 0);
    return openLead(id);
  }, [id]);
  const shown = lead.value.value;
  useEffect(() => {
    const name =
      shown === null ? "Lead" : isNamed(shown) ? displayName(shown) : `Visitor ${shortId(shown.id)}`;
    document.title = `${name} · Scoreline`;
  }, [shown]);
  return (
    <div class="screen">
      <a class="back" href="#/leads">
        <Icon name="back" />
        Leads
      </a>
      <Content id={id} />
    </div>
  );
}
