import { useEffect } from "preact/hooks";
import type { Sweep } from "../../../../shared/schema/sweep.ts";
import { Ago } from "../../components/time.tsx";
import { may } from "../../state/settings.ts";
import { beginSweep, cancelSweep, resumeSweep, saveResult, sweeps, watchSweeps } from "../../state/sweeps.ts";
import { count, formatNumber } from "../../words/numbers.ts";
import { Card } from "./card.tsx";

const names = {
  rescore: "Score again",
  export: "Export",
  erase: "Erase",
  retention: "Delete who did not come back",
} as const;

function Job({ sweep }: { sweep: Sweep }) {
  const { id, kind, state, visited, total, failed, failures, hasResult, createdAtMs } = sweep;
  const isRunning = state === "running";
  return (
    <li>
      <span class="lines-main">
        <strong>{names[kind]}</strong>
        <span class={state === "done" ? "state is-good" : "state is-waiting"}>
          {isRunning ? `${formatNumber(visited)} of ${formatNumber(total)}` : state}
        </span>
      </span>
      {isRunning && <progress max={Math.max(total, 1)} value={visited} aria-label={names[kind]} />}
      <span class="lines-more">
        <Ago atMs={createdAtMs} /> · {count(visited, "visitor")}
        {failed > 0 && ` · ${formatNumber(failed)} failed: ${failures[0]?.message ?? ""}`}
      </span>
      <span class="settings-actions">
        {isRunning && may("edit") && (
          <button type="button" class="button is-small" onClick={() => void cancelSweep(id)}>
            Stop
          </button>
        )}
        {(state === "cancelled" || (state === "done" && failed > 0)) && may("edit") && (
          <button type="button" class="button is-small" onClick={() => void resumeSweep(id)}>
            {state === "cancelled" ? "Go on" : "Try those again"}
          </button>
        )}
        {hasResult &&
          (["csv", "ndjson"] as const).map((format) => (
            <button
              key={format}
              type="button"
              class="button is-small"
              onClick={() => void saveResult(id, format)}
            >
              {format.toUpperCase()}
            </button>
          ))}
      </span>
    </li>
  );
}

/** Jobs over all visitors, and how far each has come. */
export function SweepsCard() {
  useEffect(watchSweeps, []);
  const jobs = sweeps.value.value ?? [];
  return (
    <Card
      id="sweeps"
      title="Jobs"
      words="Each goes through all visitors. A new model starts one by itself: it scores everybody again."
    >
      {may("edit") && (
        <div class="settings-actions">
          <button type="button" class="button is-small" onClick={() => void beginSweep({ kind: "export" })}>
            Export all leads
          </button>
          <button type="button" class="button is-small" onClick={() => void beginSweep({ kind: "rescore" })}>
            Score again
          </button>
        </div>
      )}
      {jobs.length > 0 && (
        <ul class="lines">
          {jobs.slice(0, 10).map((sweep) => (
            <Job key={sweep.id} sweep={sweep} />
          ))}
        </ul>
      )}
    </Card>
  );
}
