import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";

interface Options {
  isOpen: boolean;
  title: string;
  close: () => void;
  children: ComponentChildren;
}

/** From this width the panel stands beside the page; below it is a sheet over the page. */
export const besideQuery = "(min-width: 1080px)";

/**
 * A native dialog: beside the page where there is room (the page stays usable), else a modal sheet.
 * Escape closes it, and focus goes back to where it came from.
 */
export function Panel({ isOpen, title, close, children }: Options) {
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const element = dialog.current;
    if (!isOpen || element === null) return;
    const opener = document.activeElement;
    const beside = matchMedia(besideQuery);
    const show = () => {
      if (element.open) element.close();
      if (beside.matches) element.show();
      else element.showModal();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) close();
    };
    show();
    beside.addEventListener("change", show);
    document.addEventListener("keydown", onKey);
    return () => {
      beside.removeEventListener("change", show);
      document.removeEventListener("keydown", onKey);
      const hadFocus = element.contains(document.activeElement);
      element.close();
      if (hadFocus && opener instanceof HTMLElement && opener.isConnected)
        opener.focus({ preventScroll: true });
    };
  }, [isOpen]);

  return (
    <dialog
      ref={dialog}
      class="panel"
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        // The dialog itself is only hit outside its content: on the backdrop.
        if (event.target === event.currentTarget) close();
      }}
    >
      <div class="panel-content">
        <header class="panel-header">
          <h2>{title}</h2>
          <button type="button" class="icon-button" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        {isOpen && children}
      </div>
    </dialog>
  );
}
