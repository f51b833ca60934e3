import { useSignal } from "@preact/signals";
import type { Destination } from "../../../../shared/schema/destination.ts";
import { CopyButton } from "../../components/copy-button.tsx";
import { DeliveryLog } from "../../components/delivery-log.tsx";
import { Icon } from "../../components/icon.tsx";
import { RemoveButtons } from "../../components/remove-buttons.tsx";
import { Until } from "../../components/time.tsx";
import { nowMs } from "../../state/clock.ts";
import {
  busy,
  closeTest,
  destinationKinds,
  problems,
  remove,
  replayAllDead,
  rotate,
  sendTest,
  setEnabled,
  shownSecret,
  tests,
  type DestinationLog,
} from "../../state/destinations.ts";
import { DeliveryRow } from "./delivery-row.tsx";
import { DestinationForm } from "./destination-form.tsx";
import { ExchangeList } from "./exchange-list.tsx";

const columns = [
  { name: "Lead" },
  { name: "State" },
  { name: "Tries", class: "column-tries" },
  { name: "Last answer" },
  { name: "When", class: "column-seen" },
];

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

/** Why nothing is delivered, when it is so, and what to do. */
function Stopped({ destination }: { destination: Destination }) {
  const { state, problem, heldUntilMs } = destination;
  switch (state) {
    case "gone":
      return (
        <p class="stale">
          Switched off: the receiver answered 410 Gone, which means "never send here again". Hand-offs wait.
        </p>
      );
    case "attention":
      return (
        <p class="stale">
          Stopped: {problem}. Mend the settings here or there, and start it again; hand-offs wait until then.
        </p>
      );
    case "paused":
      return <p class="stale">Paused. Hand-offs wait until it is started.</p>;
    case "active":
      return heldUntilMs === null || heldUntilMs <= nowMs.value ? null : (
        <p class="stale">
          <span>
            The receiver is down or asked for a break; next try <Until atMs={heldUntilMs} />.
          </span>
        </p>
      );
  }
}

/** What came of a test. */
function TestResult({ id }: { id: string }) {
  const test = tests.value.get(id);
  if (test === undefined) return null;
  const isDelivered = test.outcome === "delivered";
  return (
    <div class="test-result" role="status">
      <p class="test-result-title">
        <strong class={isDelivered ? "" : "is-bad-text"}>
          {isDelivered
            ? "The test arrived."
            : `The test failed: ${(test.error ?? "no reason was given").replace(/\.$/, "")}.`}
        </strong>
        <button type="button" class="icon-button" aria-label="Close the test" onClick={() => closeTest(id)}>
          <Icon name="close" size={14} />
        </button>
      </p>
      <ExchangeList exchanges={test.exchanges} />
    </div>
  );
}

/** The secret of a destination that was just made. */
function Secret({ id }: { id: string }) {
  const shown = shownSecret.value;
  if (shown?.id !== id) return null;
  return (
    <div class="test-result" role="status">
      <p class="test-result-title">
        <strong>The secret to verify signatures with. It is shown only now.</strong>
        <button
          type="button"
          class="icon-button"
          aria-label="Hide the secret"
          onClick={() => {
            shownSecret.value = null;
          }}
        >
          <Icon name="close" size={14} />
        </button>
      </p>
      <p class="shown-secret">
        <code class="truncate">{shown.secret}</code>
        <CopyButton text={shown.secret} label="Copy" />
      </p>
    </div>
  );
}

/** A destination and its delivery log. */
export function DestinationSection({ log }: { log: DestinationLog }) {
  const { destination, deliveries } = log;
  const { id } = destination;
  const isEditing = useSignal(false);
  const isBusy = busy.value.has(id);
  const kinds = destinationKinds.value.value;
  const label = kinds?.find(({ kind }) => kind === destination.kind)?.label ?? destination.kind;
  const hasDead = deliveries.some(({ state }) => state === "dead");
  const problem = problems.value.get(id);
  return (
    <section class="destination" aria-label={destination.name}>
      <header class="destination-header">
        <div class="destination-words">
          <h2>
            <bdi class="truncate" title={destination.name}>
              {destination.name}
            </bdi>
            {label !== destination.name && <span class="tag">{label}</span>}
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
      <div class="destination-actions">
        <button type="button" class="button is-small" disabled={isBusy} onClick={() => void sendTest(id)}>
          Send a test
        </button>
        <button
          type="button"
          class="button is-small"
          disabled={isBusy}
          onClick={() => void setEnabled(id, destination.state !== "active")}
        >
          {destination.state === "active" ? "Pause" : "Start"}
        </button>
        {kinds !== null && (
          <button
            type="button"
            class="button is-small"
            aria-expanded={isEditing.value}
            onClick={() => {
              isEditing.value = !isEditing.value;
            }}
          >
            Edit
          </button>
        )}
        {hasDead && (
          <button
            type="button"
            class="button is-small"
            disabled={isBusy}
            onClick={() => void replayAllDead(id)}
          >
            <Icon name="replay" size={14} />
            Replay all dead
          </button>
        )}
        {destination.isSigned && (
          <button type="button" class="button is-small" disabled={isBusy} onClick={() => void rotate(id)}>
            New secret
          </button>
        )}
        <RemoveButtons
          question="With its log and what waits in it?"
          isBusy={isBusy}
          remove={() => void remove(id)}
        />
      </div>
      {problem !== undefined && (
        <p class="is-bad-text small" role="alert">
          {problem}
        </p>
      )}
      {isEditing.value && kinds !== null && (
        <DestinationForm
          kinds={kinds}
          destination={destination}
          close={() => {
            isEditing.value = false;
          }}
        />
      )}
      {destination.previousSecretUntilMs !== null && (
        <p class="muted small destination-overlap">
          Signs with the secret before too; that ends <Until atMs={destination.previousSecretUntilMs} />.
        </p>
      )}
      <Secret id={id} />
      <TestResult id={id} />
      <Stopped destination={destination} />
      <DeliveryLog
        deliveries={deliveries}
        problem={log.problem}
        nothing="Nothing has been handed over yet."
        look="deliveries-table"
        columns={columns}
        row={(delivery) => <DeliveryRow key={delivery.id} delivery={delivery} destination={destination} />}
      />
    </section>
  );
}
