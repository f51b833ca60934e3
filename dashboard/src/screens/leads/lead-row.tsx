import type { LeadSummary } from "../../../../shared/schema/visitor.ts";
import { Avatar } from "../../components/avatar.tsx";
import { Icon } from "../../components/icon.tsx";
import { Meter } from "../../components/meter.tsx";
import { Points } from "../../components/points.tsx";
import { StagePill } from "../../components/stage-pill.tsx";
import { Ago } from "../../components/time.tsx";
import { liveChanges } from "../../state/leads.ts";
import { leadAddress } from "../../state/route.ts";
import { stageTone, totalBounds } from "../../state/site.ts";
import { describeDoubt } from "../../words/doubts.ts";
import { describeActivity } from "../../words/events.ts";
import { formatNumber } from "../../words/numbers.ts";
import { countryName, displayName, isKnown, isNamed, shortId } from "../../words/people.ts";

function Who({ lead }: { lead: LeadSummary }) {
  const name = displayName(lead);
  const further = [lead.company, lead.email === name ? null : lead.email].filter(Boolean).join(" · ");
  return (
    <span class="who" role="cell">
      <Avatar lead={lead} />
      <span class="who-words">
        <a class="row-link truncate" href={leadAddress(lead.id)} title={name}>
          <bdi>{name}</bdi>
        </a>
        <span class="who-further">
          {lead.country !== null && (
            <span class="country" title={countryName(lead.country)}>
              {lead.country.slice(0, 2)}
            </span>
          )}
          <span class="truncate">
            {isNamed(lead) ? (
              <bdi>{further || shortId(lead.id)}</bdi>
            ) : (
              <span class="mono">{shortId(lead.id)}</span>
            )}
          </span>
        </span>
      </span>
    </span>
  );
}

function Score({ lead }: { lead: LeadSummary }) {
  const { min, max } = totalBounds.value;
  const change = liveChanges.value.get(lead.id);
  const hasDelta = change !== undefined && change.delta !== null && change.delta !== 0;
  return (
    <span class="column-score score" role="cell">
      <span class="score-number" title={isKnown(lead) ? undefined : "As of the last visit"}>
        {formatNumber(lead.total)}
      </span>
      <Meter value={lead.total} min={min} max={max} tone={stageTone(lead.stage)} />
      {hasDelta && (
        <span class="score-delta" key={change.atMs}>
          <Points value={change.delta ?? 0} isChip />
        </span>
      )}
    </span>
  );
}

/** A lead in the book. The whole row is its link. */
export function LeadRow({ lead }: { lead: LeadSummary }) {
  const change = liveChanges.value.get(lead.id);
  const activity = describeActivity(lead.lastActivity, lead.lastPath);
  return (
    <div class="row" role="row">
      {change !== undefined && <span class="row-flash" key={change.atMs} aria-hidden="true" />}
      <Who lead={lead} />
      <span role="cell" class="column-stage">
        <StagePill stage={lead.stage} />
        {lead.doubts?.map((doubt) => (
          <span
            key={doubt}
            class="doubt"
            role="img"
            aria-label={describeDoubt(doubt)}
            title={describeDoubt(doubt)}
          >
            <Icon name="alert" size={14} />
          </span>
        ))}
      </span>
      <Score lead={lead} />
      <span role="cell" class="column-activity truncate" title={activity}>
        <bdi>{activity}</bdi>
      </span>
      <span role="cell" class="column-seen">
        <Ago atMs={lead.lastSeenAtMs} />
      </span>
    </div>
  );
}
