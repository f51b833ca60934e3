import type { DestinationLog } from "../../state/destinations.ts";
import { count } from "../../words/numbers.ts";
import { DeliveryRow } from "./delivery-row.tsx";

function Counts({ log }: { log: DestinationLog }) {
  const of = (state: string) => log.deliveries.filter((delivery) => delivery.state === state).length;
  const [delivered, pending, dead] = [of("delivered"), of("pending"), of("dead")];
  return (
    <p class="destination-counts">
      {delivered > 0 && <span class="state is-good">{delivered} delivered</span>}
      {pending > 0 && <span class="state is-waiting">{pending} on the way</span>}
      {dead > 0 && <span class="state is-bad">{dead} dead</span>}
    </p>
  );
}

/** A destination and its delivery log. */
export function DestinationSection({ log }: { log: DestinationLog }) {
  const { destination, deliveries } = log;
  return (
    <section class="destination" aria-label={destination.name}>
      <header class="destination-header">
        <div class="destination-words">
          <h2>
            <bdi class="truncate" title={destination.name}>
              {destination.name}
            </bdi>
            <span class="tag">{destination.kind}</span>
            {destination.purposes.map((purpose) => (
              <span class="tag" key={purpose}>
                {purpose}
              </span>
            ))}
          </h2>
          <p class="destination-url truncate" title={destination.url}>
            <bdi>{destination.url}</bdi>
          </p>
        </div>
        <Counts log={log} />
      </header>
      {destination.disabled && (
        <p class="stale">
          Switched off: the receiver answered 410 Gone, which means "never send here again".
        </p>
      )}
      {log.problem !== null ? (
        <p class="destination-empty">The log could not be read. {log.problem}</p>
      ) : deliveries.length === 0 ? (
        <p class="destination-empty">Nothing has been handed over yet.</p>
      ) : (
        <div
          class="table deliveries-table"
          role="table"
          aria-label={count(deliveries.length, "delivery", "deliveries")}
        >
          <div class="table-head" role="row">
            <span role="columnheader">Lead</span>
            <span role="columnheader">State</span>
            <span role="columnheader" class="column-tries">
              Tries
            </span>
            <span role="columnheader">Last answer</span>
            <span role="columnheader" class="column-seen">
              When
            </span>
          </div>
          <div class="table-body" role="rowgroup">
            {deliveries.map((delivery) => (
              <DeliveryRow key={delivery.id} delivery={delivery} destinationId={destination.id} />
            ))}
          </div>
        </div>
      )}
    </section>
  );
}
