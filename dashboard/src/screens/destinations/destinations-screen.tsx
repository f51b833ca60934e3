import { useEffect } from "preact/hooks";
import { EmptyState, Problem, StaleBar } from "../../components/notice.tsx";
import { destinations, followDestinations, loadDestinations } from "../../state/destinations.ts";
import { DestinationSection } from "./destination-section.tsx";

function Content() {
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
      {logs.length === 0 && (
        <EmptyState icon="destinations" title="No destination is set up">
          <p>
            Hand-offs wait until there is one. Set it up with <code>POST /admin/v1/destinations</code>.
          </p>
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
  return (
    <div class="screen">
      <header class="screen-header">
        <h1>Destinations</h1>
        <p class="muted">Where hand-offs go, and how each of them fared.</p>
      </header>
      <Content />
    </div>
  );
}
