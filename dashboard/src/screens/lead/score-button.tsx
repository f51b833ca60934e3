import { useRef } from "preact/hooks";
import type { Lead } from "../../../../shared/schema/visitor.ts";
import { Icon } from "../../components/icon.tsx";
import { Meter } from "../../components/meter.tsx";
import { Points } from "../../components/points.tsx";
import { openReceipts, receiptsPanel } from "../../state/lead.ts";
import { site, stageLabel, stagePlace, stageTone, totalBounds } from "../../state/site.ts";
import { count, formatNumber } from "../../words/numbers.ts";

/** Stages that the total opens, in order. */
function gates(): { stage: string; at: number }[] {
  const stages = site.value.value?.stages ?? [];
  return stages.flatMap(({ id, threshold }) =>
    threshold !== undefined && threshold.of === undefined ? [{ stage: id, at: threshold.atLeast }] : [],
  );
}

/** The stage after this one, whatever opens it. */
const stageAfter = (lead: Lead) => site.value.value?.stages[stagePlace(lead.stage) + 1];

/** What the total still lacks for the next stage. */
function nextStage(lead: Lead): string {
  if (lead.disqualification !== null) return "Disqualified";
  const after = stageAfter(lead);
  if (after === undefined) return "Highest stage reached";
  const next = gates().find((gate) => stagePlace(gate.stage) > stagePlace(lead.stage));
  if (next === undefined) return `Next: ${stageLabel(after.id)}`;
  const missing = next.at - lead.total;
  const name = stageLabel(next.stage);
  return missing > 0 ? `${count(missing, "point")} to ${name}` : `Enough points for ${name}`;
}

/** Points that came since the page was opened or last changed; the number that tells is kept while the lead is shown. */
function useRise(lead: Lead): { points: number; key: number } {
  const seen = useRef({ total: lead.total, points: 0, key: 0 });
  if (seen.current.total !== lead.total) {
    seen.current = { total: lead.total, points: lead.total - seen.current.total, key: seen.current.key + 1 };
  }
  return seen.current;
}

/** The score, big; pressing it opens its receipts. */
export function ScoreButton({ lead }: { lead: Lead }) {
  const { min, max } = totalBounds.value;
  const rise = useRise(lead);
  const next = nextStage(lead);
  const marks = gates().map(({ stage, at }) => ({ at, tone: stageTone(stage), isReached: lead.total >= at }));
  return (
    <button
      type="button"
      class="score-button"
      aria-haspopup="dialog"
      aria-expanded={receiptsPanel.value.isOpen}
      onClick={() => openReceipts()}
    >
      <span class="score-button-top">
        <span class="score-big" key={`total-${rise.key}`}>
          {formatNumber(lead.total)}
        </span>
        <span class="score-of">of {formatNumber(max)}</span>
        {rise.points !== 0 && (
          <span class="score-delta" key={`rise-${rise.key}`}>
            <Points value={rise.points} isChip />
          </span>
        )}
      </span>
      <Meter value={lead.total} min={min} max={max} tone={stageTone(lead.stage)} marks={marks} />
      <span class="score-button-foot">
        <span class="truncate">{next}</span>
        <span class="score-why">
          {count(lead.receipts.length, "receipt")}
          <Icon name="chevron" size={12} />
        </span>
      </span>
    </button>
  );
}
