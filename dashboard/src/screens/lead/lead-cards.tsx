import type { ComponentChildren } from "preact";
import type { Lead } from "../../../../shared/schema/visitor.ts";
import { Facts } from "../../components/facts.tsx";
import { Meter } from "../../components/meter.tsx";
import { StagePill } from "../../components/stage-pill.tsx";
import { Ago } from "../../components/time.tsx";
import { site, scoreLabel } from "../../state/site.ts";
import { readTexts } from "../../words/language.ts";
import { formatNumber } from "../../words/numbers.ts";
import { HandOffState, RetiredWords } from "./hand-off-state.tsx";
import { Devices, Duplicates } from "./people-cards.tsx";
import { PrivacyWords } from "./privacy-words.tsx";

function Card({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Scores({ lead }: { lead: Lead }) {
  const overview = site.value.value;
  const ids = overview?.scores.map((score) => score.id) ?? Object.keys(lead.scores);
  // Without an upper bound, the biggest of the scores is the yardstick.
  const biggest = Math.max(1, ...Object.values(lead.scores).map(Math.abs));
  return (
    <Card title="Scores">
      <ul class="scores">
        {ids.map((id) => {
          const bounds = overview?.scores.find((score) => score.id === id);
          const value = lead.scores[id] ?? 0;
          return (
            <li key={id}>
              <bdi class="truncate">{scoreLabel(id)}</bdi>
              <span class="scores-value">{formatNumber(value)}</span>
              <Meter value={value} min={Math.max(0, bounds?.min ?? 0)} max={bounds?.max ?? biggest} />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function HandOffs({ lead }: { lead: Lead }) {
  if (lead.handOffs.length === 0) return null;
  return (
    <Card title="Hand-offs">
      <ul class="lines">
        {lead.handOffs.map((record) => (
          <li key={record.id}>
            <span class="lines-main">
              <bdi>{record.label}</bdi>
              <HandOffState record={record} />
            </span>
            <span class="lines-more">
              to {record.purpose} · <Ago atMs={record.atMs} />
              {record.destinations.length > 0 && (
                <>
                  {" · "}
                  <a href="#/destinations">delivery log</a>
                </>
              )}
            </span>
            <RetiredWords record={record} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Stages({ lead }: { lead: Lead }) {
  const overview = site.value.value;
  const definition = readTexts(overview?.stages.find((stage) => stage.id === lead.stage)?.definition);
  if (lead.stages.length === 0 && definition === "") return null;
  return (
    <Card title="Stage">
      {definition !== "" && <p class="card-text">{definition}</p>}
      <ul class="lines">
        {lead.stages.toReversed().map((change, index) => (
          <li key={index} class={change.kind === "left" ? "is-left" : undefined}>
            <span class="lines-main">
              <StagePill stage={change.stage} />
              <span class="muted small">
                {change.kind === "left" && "left "}at {formatNumber(change.total)} ·{" "}
                <Ago atMs={change.atMs} />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Traits({ lead }: { lead: Lead }) {
  if (Object.keys(lead.traits).length === 0) return null;
  return (
    <Card title="Traits">
      <Facts facts={lead.traits} />
    </Card>
  );
}

function Rejected({ lead }: { lead: Lead }) {
  if (lead.rejected.length === 0) return null;
  return (
    <Card title="Refused events">
      <ul class="lines">
        {lead.rejected.map((event, index) => (
          <li key={index}>
            <span class="lines-main">
              <span class="state is-bad">{event.code}</span>
              <span class="muted small">
                <Ago atMs={event.receivedAtMs} />
              </span>
            </span>
            <p class="card-text">{event.message}</p>
            <details class="body">
              <summary>The event</summary>
              <pre>{event.body}</pre>
            </details>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Why nobody is handed this lead, whatever the score. */
function Disqualified({ lead }: { lead: Lead }) {
  if (lead.disqualification === null) return null;
  return (
    <Card title="Disqualified">
      <p class="card-text">
        <bdi>{lead.disqualification.label}</bdi>
      </p>
      <p class="card-text muted">Handed to nobody while this holds, whatever the score.</p>
    </Card>
  );
}

/** What is known of a lead beside the timeline. */
export function LeadCards({ lead }: { lead: Lead }) {
  return (
    <aside class="lead-cards" aria-label="Details">
      <Duplicates lead={lead} />
      <Disqualified lead={lead} />
      <Scores lead={lead} />
      <HandOffs lead={lead} />
      <Stages lead={lead} />
      <Devices lead={lead} />
      <Traits lead={lead} />
      <Rejected lead={lead} />
      <Card title="Privacy">
        <PrivacyWords lead={lead} />
      </Card>
    </aside>
  );
}
