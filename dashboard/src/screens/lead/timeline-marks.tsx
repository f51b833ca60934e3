import type { StageChange } from "../../../../shared/schema/receipt.ts";
import type { HandOffRecord } from "../../../../shared/schema/visitor.ts";
import { Icon } from "../../components/icon.tsx";
import { StagePill } from "../../components/stage-pill.tsx";
import { isoTime } from "../../components/time.tsx";
import { stageTone } from "../../state/site.ts";
import { formatNumber } from "../../words/numbers.ts";
import { formatClock, formatFull } from "../../words/times.ts";
import { HandOffState } from "./hand-off-state.tsx";

function Clock({ atMs }: { atMs: number }) {
  return (
    <time class="event-time" dateTime={isoTime(atMs)} title={formatFull(atMs)}>
      {formatClock(atMs)}
    </time>
  );
}

/** A stage entered or left. */
export function TimelineStage({ change }: { change: StageChange }) {
  return (
    <li class={`event is-mark tone-${stageTone(change.stage)}`}>
      <span class="event-icon is-stage">
        <Icon name="stage" size={14} />
      </span>
      <div class="event-words">
        <p class="event-text">
          {change.kind === "entered" ? "Became" : "Left"} <StagePill stage={change.stage} />
          <span class="muted">
            {" "}
            at {formatNumber(change.total)}
            {change.kind === "entered" &&
              change.ordinal > 1 &&
              `, entry number ${formatNumber(change.ordinal)}`}
          </span>
        </p>
      </div>
      <Clock atMs={change.atMs} />
    </li>
  );
}

/** A hand-off to sales or to a campaign. */
export function TimelineHandOff({ record }: { record: HandOffRecord }) {
  return (
    <li class="event is-mark is-hand-off">
      <span class="event-icon is-hand-off">
        <Icon name="handOff" size={14} />
      </span>
      <div class="event-words">
        <p class="event-text">
          Handed to {record.purpose}: <bdi>{record.label}</bdi> <HandOffState record={record} />
        </p>
      </div>
      <Clock atMs={record.atMs} />
    </li>
  );
}
