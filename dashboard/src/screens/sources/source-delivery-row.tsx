import type { SourceDelivery } from "../../../../shared/schema/source.ts";
import { Ago } from "../../components/time.tsx";
import { count } from "../../words/numbers.ts";

/** What came of a delivery, in words. */
function eventsOf({ accepted, duplicates, unknown, rejected, ignored }: SourceDelivery): string {
  const others = Object.values(ignored).reduce((sum, times) => sum + times, 0);
  const parts = [
    accepted > 0 && `${accepted} counted`,
    duplicates > 0 && `${duplicates} known before`,
    unknown > 0 && `${unknown} of nobody known`,
    rejected > 0 && `${rejected} refused`,
    others > 0 && `${others} ignored`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "No events" : parts.join(", ");
}

/** What came at once, what was refused, and why. */
export function SourceDeliveryRow({ delivery }: { delivery: SourceDelivery }) {
  const isTaken = delivery.status === 200;
  const look = !isTaken ? "is-bad" : delivery.rejected > 0 ? "is-waiting" : "is-good";
  const ignored = Object.entries(delivery.ignored).map(([name, times]) => `${name} (${times})`);
  return (
    <div class="row" role="row">
      <span role="cell" class="column-state">
        <span class={`state ${look}`}>
          {isTaken ? "Taken" : "Refused"} <code>{delivery.status}</code>
        </span>
      </span>
      <span role="cell" class="source-events">
        {isTaken && (
          <span
            title={
              ignored.length > 0 ? `Ignored, since it says nothing here: ${ignored.join(", ")}` : undefined
            }
          >
            {eventsOf(delivery)}
          </span>
        )}
        {delivery.problems.map((problem) => (
          <span class="source-problem" key={problem} title={problem}>
            <bdi>{problem}</bdi>
          </span>
        ))}
        {delivery.deliveries > 1 && (
          <span class="small muted">{count(delivery.deliveries, "delivery", "deliveries")}</span>
        )}
      </span>
      <span role="cell" class="column-seen">
        <Ago atMs={delivery.atMs} />
      </span>
    </div>
  );
}
