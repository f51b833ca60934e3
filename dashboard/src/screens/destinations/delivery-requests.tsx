import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Delivery, Exchange } from "../../../../shared/schema/destination.ts";
import { getExchanges } from "../../api/destinations.ts";
import { ExchangeList } from "./exchange-list.tsx";

/** What the last try of a delivery sent, read when it is opened. */
export function DeliveryRequests({ delivery, destinationId }: { delivery: Delivery; destinationId: string }) {
  const exchanges = useSignal<readonly Exchange[] | null>(null);
  const problem = useSignal<string | null>(null);
  useEffect(() => {
    getExchanges(destinationId, delivery.id).then(
      (found) => {
        exchanges.value = found;
      },
      (cause: unknown) => {
        problem.value = cause instanceof Error ? cause.message : String(cause);
      },
    );
    // Read again after each try.
  }, [destinationId, delivery.id, delivery.lastAttemptAtMs]);

  if (problem.value !== null) return <p class="is-bad-text small">{problem.value}</p>;
  if (exchanges.value === null) return <p class="muted small">Reading…</p>;
  return (
    <>
      {delivery.lastError !== null && <p class="delivery-reason">{delivery.lastError}</p>}
      <ExchangeList exchanges={exchanges.value} />
    </>
  );
}
