import { useSignal } from "@preact/signals";
import type { Delivery, Destination } from "../../../../shared/schema/destination.ts";
import { Icon } from "../../components/icon.tsx";
import { Ago, Until } from "../../components/time.tsx";
import { busy, problems, replay } from "../../state/destinations.ts";
import { leads } from "../../state/leads.ts";
import { leadAddress } from "../../state/route.ts";
import { humanise } from "../../words/events.ts";
import { formatNumber } from "../../words/numbers.ts";
import { displayName, isNamed, shortId } from "../../words/people.ts";
import { DeliveryRequests } from "./delivery-requests.tsx";

const looks = {
  pending: { words: "On the way", look: "is-waiting" },
  delivered: { words: "Delivered", look: "is-good" },
  dead: { words: "Dead", look: "is-bad" },
  cancelled: { words: "Called back", look: "is-waiting" },
} as const;

/** The name of a lead if the book has been loaded, else the end of its id. */
function leadName(id: string): string {
  const known = leads.value.value?.leads.find((lead) => lead.id === id);
  return known !== undefined && isNamed(known) ? displayName(known) : `Lead ${shortId(id)}`;
}

function Answer({ delivery }: { delivery: Delivery }) {
  const problem = problems.value.get(delivery.id);
  if (problem !== undefined) return <span class="is-bad-text">{problem}</span>;
  if (delivery.lastError !== null) {
    const status = delivery.lastStatus !== null && !delivery.lastError.includes(String(delivery.lastStatus));
    return (
      <span class="delivery-error" title={delivery.lastError}>
        {status && <code>{delivery.lastStatus}</code>} {delivery.lastError}
      </span>
    );
  }
  return delivery.lastStatus === null ? (
    <span class="muted">None yet</span>
  ) : (
    <code>{delivery.lastStatus}</code>
  );
}

function When({ delivery, heldUntilMs }: { delivery: Delivery; heldUntilMs: number | null }) {
  if (delivery.state === "delivered" && delivery.deliveredAtMs !== null)
    return <Ago atMs={delivery.deliveredAtMs} />;
  if (delivery.state === "pending" && delivery.nextAttemptAtMs !== null) {
    return (
      <span>
        next try <Until atMs={Math.max(delivery.nextAttemptAtMs, heldUntilMs ?? 0)} />
      </span>
    );
  }
  if (delivery.state === "pending") return <span>after an earlier one</span>;
  return <Ago atMs={delivery.createdAtMs} />;
}

/** One hand-off on its way to one destination. */
export function DeliveryRow({ delivery, destination }: { delivery: Delivery; destination: Destination }) {
  const { id: destinationId, heldUntilMs } = destination;
  const { words, look } = looks[delivery.state];
  const isReplaying = busy.value.has(delivery.id);
  const isOpen = useSignal(false);
  return (
    <>
      <div class="row" role="row">
        <span role="cell" class="delivery-lead">
          <a class="truncate" href={leadAddress(delivery.leadId)}>
            <bdi>{leadName(delivery.leadId)}</bdi>
          </a>
          <span class="muted small truncate" title={`Delivery ${delivery.id}`}>
            {humanise(delivery.handOffId)}
          </span>
        </span>
        <span role="cell" class="column-state">
          <span class={`state ${look}`}>{words}</span>
        </span>
        <span role="cell" class="column-tries">
          {formatNumber(delivery.attempts)}
          <span class="only-narrow">{delivery.attempts === 1 ? " try" : " tries"}</span>
        </span>
        <span role="cell" class="delivery-answer">
          <Answer delivery={delivery} />
        </span>
        <span role="cell" class="column-seen">
          {delivery.state === "dead" ? (
            <button
              type="button"
              class="button is-small"
              disabled={isReplaying}
              onClick={() => void replay(destinationId, delivery.id)}
            >
              <Icon name="replay" size={14} />
              {isReplaying ? "Sending…" : "Replay"}
            </button>
          ) : (
            <When delivery={delivery} heldUntilMs={heldUntilMs} />
          )}
          {delivery.state === "pending" && delivery.attempts > 0 && (
            <button
              type="button"
              class="icon-button"
              title="Try now"
              aria-label="Try now"
              disabled={isReplaying}
              onClick={() => void replay(destinationId, delivery.id)}
            >
              <Icon name="replay" size={14} />
            </button>
          )}
          {delivery.lastAttemptAtMs !== null && (
            <button
              type="button"
              class="icon-button delivery-open"
              aria-expanded={isOpen.value}
              aria-label="What was sent"
              onClick={() => {
                isOpen.value = !isOpen.value;
              }}
            >
              <Icon name="chevron" size={14} />
            </button>
          )}
        </span>
      </div>
      {isOpen.value && (
        <div class="delivery-requests" role="row">
          <div role="cell">
            <DeliveryRequests delivery={delivery} destinationId={destinationId} />
          </div>
        </div>
      )}
    </>
  );
}
