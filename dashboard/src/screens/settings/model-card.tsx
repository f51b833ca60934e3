import type { ModelVersion } from "../../../../shared/schema/model-version.ts";
import { Ago } from "../../components/time.tsx";
import { downloadModel, goBackTo, may, modelHistory } from "../../state/settings.ts";
import { describeActor } from "../../words/actors.ts";
import { Card, SureButton } from "./card.tsx";

/** Versions that are listed: who wants an older one asks the API. */
const shown = 10;

function Version({ version, current }: { version: ModelVersion; current: ModelVersion }) {
  const { version: number, name, publishedAtMs, publishedBy } = version;
  return (
    <li class="credential">
      <span class="credential-words">
        <strong class="truncate" title={name}>
          <bdi>{name}</bdi> <span class="tag">v{number}</span>
        </strong>
        <span class="small muted">
          published <Ago atMs={publishedAtMs} />
          {publishedBy !== null && (
            <>
              {" by "}
              <bdi>{describeActor(publishedBy)}</bdi>
            </>
          )}
        </span>
      </span>
      <span class="credential-actions">
        {version === current ? (
          <span class="state is-good">In use</span>
        ) : (
          // The same model would be no change.
          version.id !== current.id &&
          may("publish") && (
            <SureButton
              label="Go back to it"
              sure={`Publish v${number} again now?`}
              act={() => void goBackTo(number)}
            />
          )
        )}
        <button
          type="button"
          class="button is-small"
          aria-label={`Download v${number}`}
          onClick={() => void downloadModel(number)}
        >
          Download
        </button>
      </span>
    </li>
  );
}

/** The published versions of the model, who published each, and who is working on the next one. */
export function ModelCard() {
  const history = modelHistory.value.value;
  const current = history?.versions[0];
  const draft = history?.draft ?? null;
  return (
    <Card
      id="model"
      title="Model"
      words="What visitors are scored by. A published version never changes; to go back to one publishes it again, and scores everybody again."
    >
      {draft !== null && (
        <p class="card-text">
          <bdi>{describeActor(draft.savedBy)}</bdi> saved a draft <Ago atMs={draft.savedAtMs} />, based on v
          {draft.basedOn}. It scores nobody.
        </p>
      )}
      {history !== null && current !== undefined && (
        <ol class="credentials">
          {history.versions.slice(0, shown).map((version) => (
            <Version key={version.version} version={version} current={current} />
          ))}
        </ol>
      )}
    </Card>
  );
}
