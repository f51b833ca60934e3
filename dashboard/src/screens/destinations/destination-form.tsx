import { useSignal } from "@preact/signals";
import type {
  Destination,
  DestinationKindDescription,
  SettingField,
} from "../../../../shared/schema/destination.ts";
import { handOffPurposes } from "../../../../shared/schema/choices.ts";
import { ApiError } from "../../api/client.ts";
import { Segmented } from "../../components/segmented.tsx";
import { saveDestination } from "../../state/destinations.ts";
import { humanise } from "../../words/events.ts";
import { settingsToSend, type FormValues } from "./form-values.ts";
import { pairsToSend, SettingInput } from "./setting-input.tsx";

const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);

interface Options {
  kinds: readonly DestinationKindDescription[];
  /** The one to change; null for a new one. */
  destination: Destination | null;
  close: () => void;
}

/** What may be filled in: a setting for a developer's machine only where this is one. */
const shownFields = (kind: DestinationKindDescription | undefined): readonly SettingField[] =>
  (kind?.fields ?? []).filter(({ isLocalOnly }) => isLocal || !isLocalOnly);

/** Whether an error is about this field or something in it: `owners[0].hours` is about `owners`. */
const isAbout = (problem: ApiError | null, name: string) => problem?.field?.split(/[.[]/)[0] === name;

/** Sets a destination up, or changes one: the fields are those of its kind's schema. */
export function DestinationForm({ kinds, destination, close }: Options) {
  const kindName = useSignal(destination?.kind ?? kinds[0]?.kind ?? "");
  const values = useSignal<FormValues>(destination?.settings ?? {});
  const name = useSignal(destination?.name ?? "");
  const purposes = useSignal<readonly string[]>(destination?.purposes ?? ["sales"]);
  const isShare = useSignal(destination?.isShare ?? false);
  const problem = useSignal<ApiError | null>(null);
  const isSaving = useSignal(false);
  const kind = kinds.find((item) => item.kind === kindName.value);
  const fields = shownFields(kind);

  const save = async () => {
    isSaving.value = true;
    problem.value = null;
    const typed = Object.fromEntries(
      Object.entries(values.value).map(([field, value]) => [
        field,
        fields.some((item) => item.name === field && item.type === "pairs") ? pairsToSend(value) : value,
      ]),
    );
    const body = {
      ...(destination === null && { kind: kindName.value }),
      ...(name.value.trim() !== "" && { name: name.value.trim() }),
      purposes: purposes.value,
      ...(isShare.value !== (destination?.isShare ?? false) && { isShare: isShare.value }),
      ...settingsToSend(fields, typed, destination?.settings ?? null),
    };
    try {
      await saveDestination(destination?.id ?? null, body);
      close();
    } catch (cause) {
      problem.value = cause instanceof ApiError ? cause : new ApiError(0, "fault", String(cause), null);
    }
    isSaving.value = false;
  };

  return (
    <form
      class="destination-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {destination === null && (
        <>
          <Segmented
            label="Kind"
            choices={kinds.map(({ kind: value, label }) => ({ value, label }))}
            value={kindName.value}
            choose={(chosen) => {
              kindName.value = chosen;
              values.value = {};
              problem.value = null;
            }}
          />
          <p class="card-text">{kind?.description}</p>
        </>
      )}
      {fields.map((field) => (
        <div class="setting" key={`${kindName.value}.${field.name}`}>
          <label for={`setting-${field.name}`}>
            {field.label}
            {!field.isRequired && <span class="muted"> (optional)</span>}
          </label>
          <SettingInput
            field={field}
            id={`setting-${field.name}`}
            value={values.value[field.name]}
            isKept={destination?.secrets.includes(field.name) === true}
            isWrong={isAbout(problem.value, field.name)}
            change={(value) => {
              values.value = { ...values.value, [field.name]: value };
            }}
          />
          {field.help !== "" && (
            <p class="setting-help" id={`setting-${field.name}-help`}>
              {field.help}
            </p>
          )}
        </div>
      ))}
      <div class="setting">
        <label for="setting-name">
          Name<span class="muted"> (optional)</span>
        </label>
        <input
          id="setting-name"
          class="field"
          maxLength={120}
          autocomplete="off"
          value={name.value}
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
      </div>
      <fieldset class="setting">
        <legend>Takes hand-offs for</legend>
        <div class="setting-checks">
          {handOffPurposes.map((purpose) => (
            <label key={purpose}>
              <input
                type="checkbox"
                checked={purposes.value.includes(purpose)}
                onChange={(event) => {
                  purposes.value = event.currentTarget.checked
                    ? [...purposes.value, purpose]
                    : purposes.value.filter((other) => other !== purpose);
                }}
              />
              {humanise(purpose)}
            </label>
          ))}
        </div>
      </fieldset>
      <label class="settings-check">
        <input
          type="checkbox"
          checked={isShare.value}
          onChange={({ currentTarget }) => {
            isShare.value = currentTarget.checked;
          }}
        />
        <span>
          Counts as selling or sharing personal data.{" "}
          <span class="muted">It gets nobody whose browser sends Global Privacy Control.</span>
        </span>
      </label>
      {problem.value !== null && (
        <p class="is-bad-text" role="alert">
          {problem.value.message}
        </p>
      )}
      <div class="destination-form-end">
        <button
          type="submit"
          class="button is-primary"
          disabled={isSaving.value || purposes.value.length === 0}
        >
          {isSaving.value ? "Saving…" : destination === null ? "Add destination" : "Save"}
        </button>
        <button type="button" class="button" onClick={close}>
          Cancel
        </button>
      </div>
    </form>
  );
}
