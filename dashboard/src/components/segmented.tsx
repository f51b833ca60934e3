import { Icon } from "./icon.tsx";

interface Choice<Value> {
  value: Value;
  label: string;
  tone?: number;
}

interface Options<Value> {
  label: string;
  choices: readonly Choice<Value>[];
  value: Value;
  choose: (value: Value) => void;
}

/** One of a few, all in sight. */
export function Segmented<Value extends string | boolean | null>({
  label,
  choices,
  value,
  choose,
}: Options<Value>) {
  return (
    <div class="segmented" role="group" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={String(choice.value)}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => choose(choice.value)}
        >
          {choice.tone !== undefined && <span class={`pill-dot tone-${choice.tone}`} />}
          <bdi class="truncate">{choice.label}</bdi>
        </button>
      ))}
    </div>
  );
}

/** A field to search in, with a way to empty it. */
export function SearchField({
  label,
  value,
  change,
}: {
  label: string;
  value: string;
  change: (value: string) => void;
}) {
  return (
    <div class="search">
      <Icon name="search" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        maxLength={200}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => change(event.currentTarget.value)}
      />
      {value !== "" && (
        <button type="button" class="icon-button" aria-label="Clear search" onClick={() => change("")}>
          <Icon name="close" size={14} />
        </button>
      )}
    </div>
  );
}
