import type { Lead } from "../../../../shared/schema/visitor.ts";
import { Question } from "../../components/question.tsx";
import { Ago } from "../../components/time.tsx";
import {
  changeObjection,
  confirmErasure,
  erasing,
  isBusy,
  privacyProblem,
  saveExplanation,
  saveExport,
} from "../../state/privacy.ts";
import { may } from "../../state/settings.ts";
import { displayName } from "../../words/people.ts";

/** What somebody may ask of whoever keeps their data. */
export function PrivacyWords({ lead }: { lead: Lead }) {
  const { id, objection } = lead;
  return (
    <>
      {objection !== null && (
        <p class="card-text">
          Objected to being scored <Ago atMs={objection.atMs} />
          {objection.note !== null && (
            <>
              : <bdi>{objection.note}</bdi>
            </>
          )}
          . No points, no actions, no hand-offs.
        </p>
      )}
      {privacyProblem.value !== null && (
        <p class="is-bad-text" role="alert">
          {privacyProblem.value}
        </p>
      )}
      <div class="settings-actions">
        <button
          type="button"
          class="button is-small"
          disabled={isBusy.value}
          onClick={() => void saveExport(id)}
        >
          Export
        </button>
        <button
          type="button"
          class="button is-small"
          disabled={isBusy.value}
          onClick={() => void saveExplanation(id)}
        >
          Explain the score
        </button>
        {may("edit") && (
          <>
            <button
              type="button"
              class="button is-small"
              role="switch"
              aria-checked={objection !== null}
              disabled={isBusy.value}
              onClick={() => void changeObjection(id, objection === null)}
            >
              {objection === null ? "Objects to scoring" : "Take the objection back"}
            </button>
            <button
              type="button"
              class="button is-small is-danger"
              disabled={isBusy.value}
              onClick={() => {
                erasing.value = id;
              }}
            >
              Erase
            </button>
          </>
        )}
      </div>
      <Question
        isOpen={erasing.value === id}
        title="Erase this person?"
        action="Erase for good"
        isBusy={isBusy.value}
        confirm={() => void confirmErasure()}
        cancel={() => {
          erasing.value = null;
        }}
      >
        <p>
          Everything that is kept of <bdi>{displayName(lead)}</bdi> goes, on all their devices, from
          deliveries and logs too. Those who received something are told. It cannot be undone.
        </p>
      </Question>
    </>
  );
}
