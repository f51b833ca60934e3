import { useEffect, useRef } from "preact/hooks";
import type { Receipt } from "../../../../shared/schema/receipt.ts";
import type { Lead } from "../../../../shared/schema/visitor.ts";
import { besideQuery } from "../../components/panel.tsx";
import { Points } from "../../components/points.tsx";
import { isoTime } from "../../components/time.tsx";
import { nowMs } from "../../state/clock.ts";
import { closeReceipts, showEvent } from "../../state/lead.ts";
import { scoreLabel } from "../../state/site.ts";
import { readTexts } from "../../words/language.ts";
import { formatNumber, formatPoints } from "../../words/numbers.ts";
import { formatClock, formatDay, formatFull } from "../../words/times.ts";
import { CopyButton } from "../../components/copy-button.tsx";
import { groupReceipts, sumPoints, type ReceiptGroup } from "./receipt-groups.ts";

/** Why a line pays something else than its rule says. */
function reasonWords(line: Receipt): string | null {
  switch (line.reason) {
    case "granted":
      return null;
    case "capped":
      return `Capped: the rule has paid as often as it may, so ${formatPoints(line.nominal)} did not count`;
    case "bot":
      return `Not a person: ${formatPoints(line.nominal)} did not count`;
    case "group":
      return `Cut at the limit of its group; the rule says ${formatPoints(line.nominal)}`;
    case "quarantined":
      return `Waits for a sign of a person: ${formatPoints(line.nominal)}`;
    case "released":
      return "Paid when a person showed up";
    case "voided":
      return "Void: it was a machine";
    case "segment":
      return `Not in this segment now: ${formatPoints(line.nominal)} does not count`;
    case "age":
      return "What age took from the points above";
    case "browser":
      return "More than a browser alone may earn in this score";
    case "minimum":
      return "Lifted to the lowest value of the score";
    case "maximum":
      return "Cut at the highest value of the score";
  }
}

function goTo(eventId: string): void {
  // A sheet would cover the event; a panel beside the page does not.
  if (!matchMedia(besideQuery).matches) closeReceipts();
  showEvent(eventId);
}

function Line({
  line,
  isPointedAt,
  isInTimeline,
}: {
  line: Receipt;
  isPointedAt: boolean;
  isInTimeline: boolean;
}) {
  const reason = reasonWords(line);
  const label = readTexts(line.label);
  const { eventId } = line;
  return (
    <li class={`receipt${isPointedAt ? " is-pointed-at" : ""}${line.kind === "bound" ? " is-bound" : ""}`}>
      <Points value={line.points} />
      <span class="receipt-words">
        {eventId !== null && isInTimeline ? (
          <button
            type="button"
            class="receipt-link"
            title="Show the event in the timeline"
            onClick={() => goTo(eventId)}
          >
            <bdi>{label}</bdi>
          </button>
        ) : (
          <bdi>{label}</bdi>
        )}
        {reason !== null && <span class="receipt-reason">{reason}</span>}
        <span class="receipt-facts dotted">
          {line.kind === "state" && <span>As long as it holds</span>}
          {line.kind !== "bound" && (
            <time dateTime={isoTime(line.atMs)} title={formatFull(line.atMs)}>
              {formatDay(line.atMs, nowMs.value)}, {formatClock(line.atMs)}
            </time>
          )}
          {line.score !== null && <span>{scoreLabel(line.score)}</span>}
          <span>model v{line.modelVersion}</span>
        </span>
      </span>
    </li>
  );
}

function Group({
  group,
  hasHeading,
  pointedAt,
  known,
}: {
  group: ReceiptGroup;
  hasHeading: boolean;
  pointedAt: string | null;
  known: ReadonlySet<string>;
}) {
  return (
    <section class="receipt-group">
      {hasHeading && (
        <h3>
          <bdi>{group.score === null ? "Bounds of the total" : scoreLabel(group.score)}</bdi>
          <span>{formatNumber(group.sum)}</span>
        </h3>
      )}
      <ul>
        {group.lines.map((line, index) => (
          <Line
            key={index}
            line={line}
            isPointedAt={pointedAt !== null && line.eventId === pointedAt}
            isInTimeline={line.eventId !== null && known.has(line.eventId)}
          />
        ))}
      </ul>
    </section>
  );
}

/** Every line of the account of a score, and their sum. */
export function Receipts({ lead, atEventId }: { lead: Lead; atEventId: string | null }) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(".is-pointed-at")?.scrollIntoView({ block: "center" });
  }, [atEventId]);

  const groups = groupReceipts(lead.receipts);
  const sum = sumPoints(lead.receipts);
  const known = new Set(lead.timeline.map((entry) => entry.eventId));
  if (lead.receipts.length === 0) {
    return <p class="panel-empty">No rule has paid yet. The first point will have its line here.</p>;
  }
  return (
    <>
      <div class="panel-scroll" ref={list} tabIndex={0} role="region" aria-label="Receipts">
        {groups.map((group) => (
          <Group
            key={group.score ?? ""}
            group={group}
            hasHeading={groups.length > 1}
            pointedAt={atEventId}
            known={known}
          />
        ))}
      </div>
      <footer class="receipt-total">
        <p class="receipt-sum">
          <span>Total</span>
          <strong>{formatNumber(sum)}</strong>
        </p>
        <p class="receipt-sentence">
          <span>
            {lead.receipts.length === 1
              ? "This line makes"
              : `These ${formatNumber(lead.receipts.length)} lines add up to`}{" "}
            {formatNumber(sum)}
          </span>
          <CopyButton text={lead.explanation.join("\n")} label="Copy in words" />
        </p>
        {sum !== lead.total && (
          <p class="receipt-mismatch" role="alert">
            The score says {formatNumber(lead.total)}. Please report this.
          </p>
        )}
      </footer>
    </>
  );
}
