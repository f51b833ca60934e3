import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { CopyButton } from "../../components/copy-button.tsx";
import { Icon } from "../../components/icon.tsx";
import { madeSecret, problems } from "../../state/settings.ts";

/** One part of the settings, with what went wrong with the last change of it. */
export function Card({
  id,
  title,
  words,
  children,
}: {
  id: string;
  title: string;
  words: string;
  children: ComponentChildren;
}) {
  const problem = problems.value[id];
  return (
    <section class="setup-card" aria-labelledby={`settings-${id}`}>
      <header>
        <h2 id={`settings-${id}`}>{title}</h2>
        <p class="card-text">{words}</p>
      </header>
      {problem !== undefined && (
        <p class="is-bad-text" role="alert">
          {problem}
        </p>
      )}
      {children}
    </section>
  );
}

/** A credential that was just made. It cannot be seen again. */
export function MadeSecret({ card }: { card: "keys" | "tokens" }) {
  const made = madeSecret.value;
  if (made === null || made.card !== card) return null;
  return (
    <div class="made-secret" role="status">
      <p>
        <strong>
          <bdi>{made.label}</bdi>
        </strong>{" "}
        Copy it now: it is shown this once and stored as a hash.
      </p>
      <code class="made-secret-text">{made.secret}</code>
      <span class="made-secret-line">
        <CopyButton text={made.secret} label="Copy" />
        <button
          type="button"
          class="link-button"
          onClick={() => {
            madeSecret.value = null;
          }}
        >
          I have it
        </button>
      </span>
    </div>
  );
}

/** How long a button waits to be sure. Milliseconds. */
const doubtMs = 4_000;

/** Does what cannot be undone with the second click. */
export function SureButton({ label, sure, act }: { label: string; sure: string; act: () => void }) {
  const isAsking = useSignal(false);
  useEffect(() => {
    if (!isAsking.value) return;
    const timer = setTimeout(() => {
      isAsking.value = false;
    }, doubtMs);
    return () => clearTimeout(timer);
  }, [isAsking.value]);
  return (
    <button
      type="button"
      class={isAsking.value ? "button is-small is-danger" : "button is-small"}
      onClick={() => {
        if (isAsking.peek()) act();
        isAsking.value = !isAsking.peek();
      }}
    >
      {isAsking.value && <Icon name="alert" size={14} />}
      <span aria-live="polite">{isAsking.value ? sure : label}</span>
    </button>
  );
}
