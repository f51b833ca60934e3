import { useEffect } from "preact/hooks";
import type { SourceKindInfo } from "../../../../shared/schema/source.ts";
import { EmptyState, Problem, StaleBar } from "../../components/notice.tsx";
import { ReadOnly } from "../../components/read-only.tsx";
import { addedKind, addSource, followSources, loadSources, sources } from "../../state/sources.ts";
import { SourceForm } from "./source-form.tsx";
import { SourceSection } from "./source-section.tsx";

/** A button for each kind; the form of the one that is chosen. */
function AddSource({ kinds }: { kinds: readonly SourceKindInfo[] }) {
  const chosen = kinds.find(({ kind }) => kind === addedKind.value);
  return (
    <section class="source-add" aria-labelledby="add-source">
      <h2 id="add-source">Add a source</h2>
      <div class="source-buttons">
        {kinds.map(({ kind, title }) => (
          <button
            key={kind}
            type="button"
            class="button"
            aria-pressed={kind === addedKind.value}
            onClick={() => {
              addedKind.value = kind === addedKind.value ? null : kind;
            }}
          >
            {title}
          </button>
        ))}
      </div>
      {chosen !== undefined && (
        <SourceForm
          key={chosen.kind}
          kind={chosen}
          source={null}
          save={(settings) => void addSource(chosen.kind, settings)}
          cancel={() => {
            addedKind.value = null;
          }}
        />
      )}
    </section>
  );
}

function Content() {
  const all = sources.value.value;
  const error = sources.error.value;
  const retry = () => void loadSources();
  if (all === null) {
    if (error !== null)
      return <Problem error={error} retry={retry} title="The sources could not be loaded" />;
    return (
      <div class="is-skeleton" role="status" aria-label="Loading sources">
        <span class="bone bone-title" />
        <span class="bone bone-block" />
      </div>
    );
  }
  return (
    <>
      {error !== null && <StaleBar error={error} retry={retry} />}
      <AddSource kinds={all.kinds} />
      {all.logs.length === 0 && addedKind.value === null && (
        <EmptyState icon="sources" title="No source is set up">
          <p>Opened e-mails, booked meetings and won deals come from the services that know of them.</p>
        </EmptyState>
      )}
      {all.logs.map((log) => {
        const kind = all.kinds.find((known) => known.kind === log.source.kind);
        return kind === undefined ? null : <SourceSection key={log.source.id} log={log} kind={kind} />;
      })}
    </>
  );
}

/** Where events come from beside the site: what to paste where, and whether it works. */
export function SourcesScreen() {
  useEffect(() => {
    scrollTo(0, 0);
    document.title = "Sources · Scoreline";
    return followSources();
  }, []);
  return (
    <div class="screen">
      <header class="screen-header">
        <h1>Sources</h1>
        <p class="muted">What other services report: e-mails, meetings, deals.</p>
      </header>
      <ReadOnly />
      <Content />
    </div>
  );
}
