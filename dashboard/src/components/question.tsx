import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Options {
  isOpen: boolean;
  title: string;
  /** What the button that does it says. */
  action: string;
  isBusy: boolean;
  confirm: () => void;
  cancel: () => void;
  children: ComponentChildren;
}

/** A question before something is done: a native modal dialog. Escape and a click beside it leave things as they are. */
export function Question({ isOpen, title, action, isBusy, confirm, cancel, children }: Options) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element === null || isOpen === element.open) return;
    if (isOpen) element.showModal();
    else element.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      class="question"
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        cancel();
      }}
      onClick={(event) => {
        // The dialog itself is only hit outside its content: on the backdrop.
        if (event.target === event.currentTarget) cancel();
      }}
    >
      {isOpen && (
        <div class="question-content">
          <h2>{title}</h2>
          {children}
          <div class="question-buttons">
            <button type="button" class="button" onClick={cancel} disabled={isBusy}>
              Cancel
            </button>
            <button type="button" class="button is-primary" onClick={confirm} disabled={isBusy}>
              {isBusy ? "One moment…" : action}
            </button>
          </div>
        </div>
      )}
    </dialog>
  );
}
