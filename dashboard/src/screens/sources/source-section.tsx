import type { SourceKindInfo } from "../../../../shared/schema/source.ts";
import { CopyButton } from "../../components/copy-button.tsx";
import { DeliveryLog } from "../../components/delivery-log.tsx";
import { RemoveButtons } from "../../components/remove-buttons.tsx";
import {
  busy,
  madeSecrets,
  removeSource,
  renewSource,
  saveSource,
  type SourceLog,
} from "../../state/sources.ts";
import { SourceDeliveryRow } from "./source-delivery-row.tsx";
import { SourceForm } from "./source-form.tsx";
import { SourceSteps } from "./source-steps.tsx";

const columns = [{ name: "Answer" }, { name: "Events" }, { name: "When", class: "column-seen" }];

/** How a source stands, by its last delivery. */
function Standing({ log: { source, deliveries } }: { log: SourceLog }) {
  const [last] = deliveries;
  if (last === undefined) {
    return source.secretsMissing.length > 0 ? (
      <span class="state is-waiting">Not set up yet</span>
    ) : (
      <span class="state is-waiting">Waits for its first delivery</span>
    );
  }
  return last.status === 200 ? (
    <span class="state is-good">Works</span>
  ) : (
    <span class="state is-bad">Refused</span>
  );
}

function MadeSecrets({ log: { source }, kind }: { log: SourceLog; kind: SourceKindInfo }) {
  const secrets = Object.entries(madeSecrets.value[source.id] ?? {});
  if (secrets.length === 0) return null;
  return (
    <div class="source-secrets" role="status">
      <p>Made for this source, and shown only now:</p>
      {secrets.map(([name, secret]) => (
        <p key={name} class="source-secret">
          <span class="muted small">{kind.fields.find((field) => field.name === name)?.title ?? name}</span>
          <code class="truncate" title={secret}>
            {secret}
          </code>
          <CopyButton text={secret} label="Copy" />
        </p>
      ))}
    </div>
  );
}

function Buttons({ log: { source } }: { log: SourceLog }) {
  const isBusy = busy.value.has(source.id);
  return (
    <div class="source-buttons">
      <button
        type="button"
        class="button is-small"
        disabled={isBusy}
        onClick={() => void renewSource(source.id)}
      >
        New address
      </button>
      <RemoveButtons
        question="With its address and its log?"
        isBusy={isBusy}
        remove={() => void removeSource(source.id)}
      />
      <span class="small muted">With a new address the old one works for another day.</span>
    </div>
  );
}

/** A source: where its provider posts to, how to set it up there, and what has come of it. */
export function SourceSection({ log, kind }: { log: SourceLog; kind: SourceKindInfo }) {
  const { source, deliveries, problem } = log;
  const isNew = !deliveries.some(({ status }) => status === 200);
  return (
    <section class="source" aria-label={source.name}>
      <header class="source-header">
        <h2>
          <bdi class="truncate" title={source.name}>
            {source.name}
          </bdi>
          {source.name !== kind.title && <span class="tag">{kind.title}</span>}
        </h2>
        <Standing log={log} />
      </header>
      <p class="source-address">
        <code class="truncate" title={source.address}>
          {source.address}
        </code>
        <CopyButton text={source.address} label="Copy" />
      </p>
      <MadeSecrets log={log} kind={kind} />
      {source.secretsMissing.length > 0 && (
        <p class="stale">
          Nothing can be taken until the settings hold the{" "}
          {source.secretsMissing
            .map((name) => kind.fields.find((field) => field.name === name)?.title.toLowerCase() ?? name)
            .join(" and the ")}
          .
        </p>
      )}
      <details open={isNew}>
        <summary>Set it up at {kind.title}</summary>
        <SourceSteps source={source} kind={kind} />
      </details>
      <details open={source.secretsMissing.length > 0}>
        <summary>Settings</summary>
        <SourceForm kind={kind} source={source} save={(settings) => void saveSource(source.id, settings)} />
        <Buttons log={log} />
      </details>
      <DeliveryLog
        deliveries={deliveries}
        problem={problem}
        nothing="Nothing has come yet."
        look="source-table"
        columns={columns}
        row={(delivery) => (
          <SourceDeliveryRow key={`${delivery.atMs} ${delivery.status}`} delivery={delivery} />
        )}
      />
    </section>
  );
}
