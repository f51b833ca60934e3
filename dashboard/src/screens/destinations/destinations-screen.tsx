import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { EmptyState, Problem, StaleBar } from "../../components/notice.tsx";
import { Icon } from "../../components/icon.tsx";
import { ReadOnly } from "../../components/read-only.tsx";
import {
  busy,
  destinationKinds,
  destinations,
  everything,
  followDestinations,
  held,
  loadDestinations,
  problems,
  releaseAllHeld,
  sendAllUntaken,
  untaken,
} from "../../state/destinations.ts";
import { may } from "../../state/settings.ts";
import { count } from "../../words/numbers.ts";
import { DestinationForm } from "./destination-form.tsx";
import { DestinationSection } from "./destination-section.tsx";

/** Hand-offs that were made before there was anywhere to send them. */
function Untaken() {
  const purposes = new Set(
    (destinations.value.value ?? []).flatMap(({ destination }) => destination.purposes),
  );
  const waiting = Object.entries(untaken.value)
    .filter(([purpose]) => [...purposes].some((taken) => taken === purpose))
    .reduce((sum, [, number]) => sum + number, 0);
  if (waiting === 0) return null;
  const problem = problems.value.get(everything);
  return (
    <div class="stale" role="status">
      <Icon name="info" />
      <span>
        {count(waiting, "hand-off was", "hand-offs were")} made while there was no destination. {problem}
      </span>
      <button
        type="button"
        class="link-button"
        disabled={busy.value.has(everything)}
        onClick={() => void sendAllUntaken()}
      >
        Send now
      </button>
    </div>
  );
}

/** Hand-offs that came too fast to be believed. */
function Held() {
  const waiting = Object.values(held.value).reduce((sum, number) => sum + number, 0);
  if (waiting === 0) return null;
  return (
    <div class="stale" role="status">
      <Icon name="info" />
      <span>
        {count(waiting, "hand-off is", "hand-offs are")} held: more came within an hour than the site takes.
        Look at the leads first; somebody may be making them up. {problems.value.get(everything)}
      </span>
      <button
        type="button"
        class="link-button"
        disabled={busy.value.has(everything)}
        onClick={() => void releaseAllHeld()}
      >
        Let them go
      </button>
    </div>
  );
}

function Content({ add }: { add: () => void }) {
  const logs = destinations.value.value;
  const error = destinations.error.value;
  const retry = () => void loadDestinations();
  if (logs === null) {
    if (error !== null)
      return <Problem error={error} retry={retry} title="The destinations could not be loaded" />;
    return (
      <div class="is-skeleton" role="status" aria-label="Loading destinations">
        <span class="bone bone-title" />
        <span class="bone bone-block" />
      </div>
    );
  }
  return (
    <>
      {error !== null && <StaleBar error={error} retry={retry} />}
      <Held />
      <Untaken />
      {logs.length === 0 && (
        <EmptyState icon="destinations" title="No destination is set up">
          <p>A webhook, a Slack channel, an e-mail address or a CRM. Hand-offs wait until there is one.</p>
          {may("edit") && (
            <button type="button" class="button is-primary" onClick={add}>
              Add a destination
            </button>
          )}
        </EmptyState>
      )}
      {logs.map((log) => (
        <DestinationSection key={log.destination.id} log={log} />
      ))}
    </>
  );
}

/** Where hand-offs go, and how each of them fared. */
export function DestinationsScreen() {
  useEffect(() => {
    scrollTo(0, 0);
    document.title = "Destinations · Scoreline";
    return followDestinations();
  }, []);
  const isAdding = useSignal(false);
  const kinds = destinationKinds.value.value;
  const hasSome = (destinations.value.value ?? []).length > 0;
  const add = () => {
    isAdding.value = true;
  };
  return (
    <div class="screen">
      <header class="screen-header destinations-header">
        <h1>Destinations</h1>
        <p class="muted">Where hand-offs go, and how each of them fared.</p>
        {kinds !== null && hasSome && !isAdding.value && may("edit") && (
          <button type="button" class="button" onClick={add}>
            Add a destination
          </button>
        )}
      </header>
      <ReadOnly />
      {isAdding.value && kinds !== null && (
        <DestinationForm
          kinds={kinds}
          destination={null}
          close={() => {
            isAdding.value = false;
          }}
        />
      )}
      {!isAdding.value && <Content add={add} />}
    </div>
  );
}
