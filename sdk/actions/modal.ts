import { buildCard } from "./card.ts";
import type { Renderer } from "./renderer.ts";

/** How often a modal that has to wait looks again. Milliseconds. */
const lookAgainMs = 500;

/** Something else has the visitor's whole attention: a dialog of the page, or a video in full screen. */
const isPageBusy = (): boolean =>
  document.querySelector(":modal,:fullscreen") !== null ||
  [...document.querySelectorAll("[aria-modal=true]")].some((other) =>
    other.checkVisibility?.({ checkVisibilityCSS: true }),
  );

/**
 * A dialog in the middle of the window. The browser's own: it takes the focus, keeps it, and closes
 * on Escape.
 */
export const modal: Renderer = (payload, host) => {
  const { _host, _frame, _dismiss } = buildCard(payload, host, "modal");
  const dialog = _frame as HTMLDialogElement;
  dialog.tabIndex = -1;
  dialog.addEventListener("cancel", _dismiss);
  dialog.addEventListener("click", ({ target }) => {
    // What is in it covers it all, so a click on the dialog itself is one on its backdrop.
    if (target === dialog) _dismiss();
  });

  const show = () => {
    if (isPageBusy()) {
      setTimeout(show, lookAgainMs);
      return;
    }
    document.body.append(_host);
    dialog.showModal();
    // The dialog itself: a ring around its first button would look like a choice made.
    dialog.focus();
    host._onShow(_host);
  };
  show();
  return true;
};
