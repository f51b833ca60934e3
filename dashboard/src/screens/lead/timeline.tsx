import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Lead } from "../../../../shared/schema/visitor.ts";
import { EmptyState } from "../../components/notice.tsx";
import { nowMs } from "../../state/clock.ts";
import { spotlight } from "../../state/lead.ts";
import { count } from "../../words/numbers.ts";
import { formatDayHeading } from "../../words/times.ts";
import { receiptsByEvent } from "./receipt-groups.ts";
import { TimelineEvent } from "./timeline-event.tsx";
import { TimelineHandOff, TimelineStage } from "./timeline-marks.tsx";
import { timelineDays, timelineItems, type TimelineItem } from "./timeline-items.ts";

/** Lines shown at first; more come on request. */
const shownAtFirst = 60;

function DayHeading({ atMs }: { atMs: number }) {
  const words = useComputed(() => formatDayHeading(atMs, nowMs.value));
  return <h3 class="day">{words}</h3>;
}

/** What the lead did, the newest first, with the stages and hand-offs that followed. */
export function Timeline({ lead }: { lead: Lead }) {
  const shown = useSignal(shownAtFirst);
  const items = useMemo(() => timelineItems(lead), [lead]);
  const receipts = useMemo(() => receiptsByEvent(lead.receipts), [lead]);
  const lit = spotlight.value;

  // A receipt may point at an event that is further down than what is shown.
  const litPlace =
    lit === null
      ? -1
      : items.findIndex((item) => item.kind === "event" && item.entry.eventId === lit.eventId);
  useEffect(() => {
    if (litPlace >= shown.value) shown.value = litPlace + 20;
  }, [lit, litPlace]);

  const render = (item: TimelineItem) => {
    switch (item.kind) {
      case "event":
        return (
          <TimelineEvent
            key={item.key}
            entry={item.entry}
            receipts={receipts.get(item.entry.eventId) ?? []}
            litAt={lit?.eventId === item.entry.eventId ? lit.at : null}
          />
        );
      case "stage":
        return <TimelineStage key={item.key} change={item.change} />;
      case "handOff":
        return <TimelineHandOff key={item.key} record={item.record} />;
    }
  };

  return (
    <section class="timeline" aria-label="Timeline">
      <h2 class="section-title">Timeline</h2>
      {items.length === 0 && (
        <EmptyState icon="event" title="Nothing yet">
          <p>What this visitor does will stand here.</p>
        </EmptyState>
      )}
      {timelineDays(items.slice(0, shown.value)).map((day) => (
        <section key={day.key} class="timeline-day">
          <DayHeading atMs={day.atMs} />
          <ol>{day.items.map(render)}</ol>
        </section>
      ))}
      {items.length > shown.value && (
        <div class="more">
          <button type="button" class="button" onClick={() => (shown.value += 200)}>
            Show {count(Math.min(200, items.length - shown.value), "older line")}
          </button>
        </div>
      )}
    </section>
  );
}
