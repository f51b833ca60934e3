import type { Lead } from "../../../../shared/schema/visitor.ts";
import { Question } from "../../components/question.tsx";
import { Ago } from "../../components/time.tsx";
import {
  changeObjection,
  confirmErasure,
  erasing,
  isBusy,
  objecting,
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
              onClick={() => {
                if (objection === null) objecting.value = id;
                else void changeObjection(id, false);
              }}
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
        isOpen={objecting.value === id}
        title="Stop scoring this person?"
        action="Record the objection"
        isBusy={isBusy.value}
        confirm={() => void changeObjection(id, true)}
        cancel={() => {
          objecting.value = null;
        }}
      >
        <p>
          <bdi>{displayName(lead)}</bdi> gets no points, no actions and no hand-offs from now on, on all their
          devices. Hand-offs that wait are called back, and are not made again when the objection is taken
          back; what is kept of them stays.
        </p>
      </Question>
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
