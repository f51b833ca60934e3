import { useSignal } from "@preact/signals";

/** A button that asks before it takes something away for good: a second one does it, a third one keeps it. */
export function RemoveButtons({
  question,
  isBusy,
  remove,
}: {
  /** What goes with it, as a question. */
  question: string;
  isBusy: boolean;
  remove: () => void;
}) {
  const isAsked = useSignal(false);
  if (!isAsked.value) {
    return (
      <button type="button" class="button is-small" onClick={() => (isAsked.value = true)}>
        Remove…
      </button>
    );
  }
  return (
    <>
      <span class="muted small">{question}</span>
      <button type="button" class="button is-small is-danger" disabled={isBusy} onClick={remove}>
        Remove
      </button>
      <button type="button" class="button is-small" onClick={() => (isAsked.value = false)}>
        Keep
      </button>
    </>
  );
}
