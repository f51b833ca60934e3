import type { ActionPayload } from "../../shared/wire.ts";
import { codeButton } from "./code-button.ts";
import { element, icon } from "./element.ts";
import type { ActionHost } from "./renderer.ts";
import { safeLink } from "./safe-link.ts";
import { actionSheet } from "./style.ts";
import { whenSeen } from "./when-seen.ts";
import { directionOf, wordsFor } from "./words.ts";

/** How a card lies on the page. */
export type Form = "banner" | "modal" | "corner" | "inline";

/** An action, built and ready to be put into the page. */
export interface Card {
  /** What goes into the page; the rest is in its shadow root. */
  _host: HTMLElement;
  /** The card itself. */
  _frame: HTMLElement;
  /** Takes it out of the page. The focus goes back to where it was. */
  _remove(): void;
  /** The visitor closes it. */
  _dismiss(): void;
}

/**
 * Builds an action in a shadow root: picture, words, what the kind brings, promo code, button, way
 * out. What has no safe address is left out; all texts are text.
 *
 * @param content What the kind brings: answers, products.
 * @example const card = buildCard(payload, host, "corner");
 */
export function buildCard(
  payload: ActionPayload,
  { _onView, _onSelect, _onDismiss }: ActionHost,
  form: Form,
  content?: Node,
): Card {
  const { id, kind, language, title, body, image, button, dismiss, promoCode } = payload;
  const link = safeLink(payload.link);
  const isModal = form === "modal";
  /** Where the focus was before it came here. */
  let cameFrom: EventTarget | null;

  const host = element("scoreline-action" as "div", {
    "data-action": id,
    "data-kind": kind,
    "data-form": form,
  });
  host.addEventListener("focusin", ({ relatedTarget }) => (cameFrom = relatedTarget ?? cameFrom));
  const remove = () => {
    const hadFocus = (host.getRootNode() as Document).activeElement === host;
    // What stands in a slot is seen again.
    host.replaceWith(form === "inline" ? element("slot") : "");
    if (hadFocus) (cameFrom as HTMLElement | null)?.focus({ preventScroll: true });
  };
  const close = () => {
    remove();
    _onDismiss();
  };

  const way = button
    ? element(
        link ? "a" : "button",
        { class: "follow", ...(link ? { href: link } : { type: "button" }) },
        button,
      )
    : undefined;
  way?.addEventListener("click", () => {
    _onSelect();
    // The browser follows the link first.
    if (form !== "inline") setTimeout(remove);
  });
  const out =
    isModal && dismiss ? element("button", { type: "button", class: "decline" }, dismiss) : undefined;
  const cross = element(
    "button",
    { type: "button", class: "close", "aria-label": dismiss ?? wordsFor(language).close },
    icon("M5.5 5.5l9 9M14.5 5.5l-9 9"),
  );
  for (const each of [out, cross]) each?.addEventListener("click", close);

  const frame = element(
    isModal ? "dialog" : "section",
    {
      class: `card ${form} ${kind}`,
      lang: language,
      dir: directionOf(language),
      "aria-labelledby": "title",
      ...(body && { "aria-describedby": "body" }),
    },
    image && element("img", { class: "picture", src: image, alt: "" }),
    element(
      "div",
      { class: "words" },
      element(isModal ? "h2" : "p", { class: "title", id: "title" }, title),
      body && element("p", { class: "body", id: "body" }, body),
    ),
    content,
    (promoCode || way || out) &&
      element("div", { class: "ways" }, promoCode && codeButton(promoCode, language), way, out),
    cross,
  );

  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [actionSheet];
  root.append(frame);
  whenSeen(frame, _onView);
  return { _host: host, _frame: frame, _remove: remove, _dismiss: close };
}
