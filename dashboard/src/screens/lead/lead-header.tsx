import type { Lead } from "../../../../shared/schema/visitor.ts";
import { Avatar } from "../../components/avatar.tsx";
import { Icon } from "../../components/icon.tsx";
import { StagePill } from "../../components/stage-pill.tsx";
import { Ago } from "../../components/time.tsx";
import { accountAddress } from "../../state/route.ts";
import { describeDoubt } from "../../words/doubts.ts";
import { count } from "../../words/numbers.ts";
import { countryName, displayName, isNamed, mailLink, phoneLink, shortId } from "../../words/people.ts";
import { ScoreButton } from "./score-button.tsx";

function Phone({ phone }: { phone: string }) {
  const link = phoneLink(phone);
  return (
    <li>
      <Icon name="phone" size={14} />
      {link === null ? (
        <bdi class="truncate">{phone}</bdi>
      ) : (
        <a class="truncate" href={link}>
          {phone}
        </a>
      )}
    </li>
  );
}

function Contacts({ lead }: { lead: Lead }) {
  if (lead.email === null && lead.phone === null && lead.company === null && lead.account === null)
    return null;
  return (
    <ul class="contacts">
      {lead.email !== null && (
        <li>
          <Icon name="mail" size={14} />
          <a class="truncate" href={mailLink(lead.email)} title={lead.email}>
            <bdi>{lead.email}</bdi>
          </a>
        </li>
      )}
      {lead.phone !== null && <Phone phone={lead.phone} />}
      {lead.account !== null && (
        <li>
          <Icon name="company" size={14} />
          <a class="truncate account-link" href={accountAddress(lead.account.id)} title={lead.account.name}>
            <bdi>{lead.account.name}</bdi>
          </a>
        </li>
      )}
      {lead.company !== null && lead.company !== lead.account?.name && (
        <li>
          <Icon name="company" size={14} />
          <bdi class="truncate" title={lead.company}>
            {lead.company}
          </bdi>
        </li>
      )}
    </ul>
  );
}

/** Who the lead is, and the score with the way to its receipts. */
export function LeadHeader({ lead }: { lead: Lead }) {
  return (
    <header class="lead-header">
      <div class="lead-who">
        <Avatar lead={lead} size="large" />
        <div class="lead-words">
          <div class="lead-title">
            <h1 title={displayName(lead)}>
              <bdi>{displayName(lead)}</bdi>
            </h1>
            <StagePill stage={lead.stage} />
            {lead.disqualification !== null && <span class="state is-bad">Disqualified</span>}
            {lead.doubts?.map((doubt) => (
              <span key={doubt} class="state is-bad">
                {describeDoubt(doubt)}
              </span>
            ))}
          </div>
          <Contacts lead={lead} />
          <p class="lead-facts dotted">
            <span>
              Seen <Ago atMs={lead.lastSeenAtMs} />
            </span>
            <span>
              First seen <Ago atMs={lead.firstSeenAtMs} />
            </span>
            <span>{count(lead.events, "event")}</span>
            {lead.country !== null && <span>{countryName(lead.country)}</span>}
            {!isNamed(lead) && <span class="mono">{shortId(lead.id)}</span>}
          </p>
        </div>
      </div>
      <ScoreButton lead={lead} />
    </header>
  );
}
