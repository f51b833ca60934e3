import { buildCard } from "./card.ts";
import type { Renderer } from "./renderer.ts";

/** How often a modal that has to wait looks again. Milliseconds. */
const lookAgainMs = 500;

/** Something else has the visitor's whole attention: a dialog of the page, or a video in full screen. */
const isPageBusy = (): boolean =>
  document.querySelector(":modal,:fullscreen") !== null ||
  [...document.querySelectorAll("[aria-modal=true]")].some((other) => other.checkVisibility());

/**
 * A dialog in the middle of the window. The browser's own: it takes the focus, keeps it, closes on
 * Escape and gives the focus back.
 */
export const modal: Renderer = {
  kind: "modal",
  render(payload, actionHost) {
    const { host, frame, remove, dismiss } = buildCard(payload, actionHost, "dialog");
    const dialog = frame as HTMLDialogElement;
    // The dialog itself takes the focus: a ring around its first button would look like a choice made.
    dialog.autofocus = true;
    dialog.tabIndex = -1;
    let timer: ReturnType<typeof setTimeout> | undefined;

    dialog.addEventListener("cancel", dismiss);
    // A click beside the dialog is one on its backdrop, which belongs to it.
    dialog.addEventListener("click", ({ target, clientX, clientY }) => {
      const { left, right, top, bottom } = dialog.getBoundingClientRect();
      const isBeside = clientX < left || clientX > right || clientY < top || clientY > bottom;
      if (target === dialog && isBeside) dismiss();
    });

    const show = () => {
      if (isPageBusy()) {
        timer = setTimeout(show, lookAgainMs);
        return;
      }
      (document.body ?? document.documentElement).append(host);
      dialog.showModal();
    };
    show();
    return () => {
      clearTimeout(timer);
      remove();
    };
  },
};
