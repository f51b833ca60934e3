import { useSignal } from "@preact/signals";
import type { SettingField, Source, SourceKindInfo } from "../../../../shared/schema/source.ts";
import { busy, sourceProblems } from "../../state/sources.ts";

interface Options {
  kind: SourceKindInfo;
  /** The source that is changed; null for a new one. */
  source: Source | null;
  save: (settings: Record<string, unknown>) => void;
  cancel?: () => void;
}

/** What stands in a field before anything is typed: a secret is never shown. */
function valueOf({ name, isSecret, isText }: SettingField, source: Source | null): string {
  const value = isSecret ? undefined : source?.settings[name];
  if (value === undefined) return "";
  return isText && typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

function placeholderOf({ name, isSecret }: SettingField, source: Source | null): string {
  return isSecret && source?.secretsSet.includes(name) === true ? "Set. Type to replace it." : "";
}

/** Typed texts as settings; what was not touched is left out, what was emptied is taken away. */
function settingsOf(
  fields: readonly SettingField[],
  typed: Readonly<Record<string, string>>,
): { settings: Record<string, unknown> } | { field: string } {
  const settings: Record<string, unknown> = {};
  for (const { name, title, isText } of fields) {
    const text = typed[name]?.trim();
    if (text === undefined) continue;
    try {
      settings[name] = text === "" ? null : isText ? text : (JSON.parse(text) as unknown);
    } catch {
      return { field: title };
    }
  }
  return { settings };
}

function Field({
  field,
  source,
  type,
}: {
  field: SettingField;
  source: Source | null;
  type: (text: string) => void;
}) {
  const id = `${source?.id ?? "new"}-${field.name}`;
  const common = {
    id,
    class: "field",
    "aria-describedby": `${id}-hint`,
    required: field.isRequired && source === null,
    placeholder: placeholderOf(field, source),
    autocomplete: "off",
    spellcheck: false,
    defaultValue: valueOf(field, source),
  };
  return (
    <div class="source-field">
      <label for={id}>
        {field.title}
        {!field.isRequired && !field.isSecret && <span class="muted small"> (optional)</span>}
      </label>
      {!field.isText ? (
        <textarea {...common} rows={4} onInput={(event) => type(event.currentTarget.value)} />
      ) : field.isSecret ? (
        <input
          {...common}
          type="password"
          maxLength={2048}
          onInput={(event) => type(event.currentTarget.value)}
        />
      ) : (
        <input
          {...common}
          type="text"
          maxLength={2048}
          onInput={(event) => type(event.currentTarget.value)}
        />
      )}
      <p class="small muted" id={`${id}-hint`}>
        {field.description}
      </p>
    </div>
  );
}

/** The settings of a source, as its kind asks for them. */
export function SourceForm({ kind, source, save, cancel }: Options) {
  const typed = useSignal<Readonly<Record<string, string>>>({});
  const fault = useSignal<string | null>(null);
  const key = source?.id ?? kind.kind;
  const problem = fault.value ?? sourceProblems.value[key];
  return (
    <form
      class="source-form"
      onSubmit={(event) => {
        event.preventDefault();
        const read = settingsOf(kind.fields, typed.value);
        fault.value = "field" in read ? `${read.field} is not JSON` : null;
        if ("settings" in read) save(read.settings);
      }}
    >
      {kind.fields.map((field) => (
        <Field
          key={field.name}
          field={field}
          source={source}
          type={(text) => {
            typed.value = { ...typed.value, [field.name]: text };
          }}
        />
      ))}
      {problem !== undefined && (
        <p class="is-bad-text" role="alert">
          {problem}
        </p>
      )}
      <div class="source-buttons">
        <button type="submit" class="button is-primary" disabled={busy.value.has(key)}>
          {source === null ? "Add source" : "Save"}
        </button>
        {cancel !== undefined && (
          <button type="button" class="button" onClick={cancel}>
            Cancel
          </button>
        )}
      </div>
    </form>
  );
}
