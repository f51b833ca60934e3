import type { ActionPayload } from "../../shared/wire.ts";
import { element, icon } from "./element.ts";
import type { ActionHost } from "./renderer.ts";
import { safeLink } from "./safe-link.ts";
import { actionSheet } from "./style.ts";
import { whenSeen } from "./when-seen.ts";
import { directionOf, wordsFor } from "./words.ts";

/** An action, built and ready to be put into the page. */
export interface Card {
  /** What goes into the page; the rest is in its shadow root. */
  host: HTMLElement;
  /** The card itself. */
  frame: HTMLElement;
  /** Takes it out of the page. */
  remove(): void;
  /** The visitor closes it. */
  dismiss(): void;
}

/** How long "Copied" is shown. Milliseconds. */
const copiedMs = 2_000;

const codeButton = (code: string, language: string): HTMLElement => {
  const words = wordsFor(language);
  const label = element("span", { "aria-live": "polite" }, code);
  const button = element(
    "button",
    { type: "button", class: "code", title: words.copy, "aria-label": `${words.copy}: ${code}` },
    label,
    icon(
      "M7.5 6.5h8a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-8a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1zM13.5 6.5v-2a1 1 0 0 0-1-1h-8a1 1 0 0 0-1 1v8a1 1 0 0 0 1 1h2",
    ),
  );
  button.addEventListener("click", () => {
    // Missing on plain http, refused without focus: the code then stays on the screen, to be typed.
    navigator.clipboard?.writeText(code).then(
      () => {
        // The width stays, so that nothing beside it moves.
        button.style.minWidth = `${button.offsetWidth}px`;
        label.textContent = words.copied;
        setTimeout(() => (label.textContent = code), copiedMs);
      },
      () => undefined,
    );
  });
  return button;
};

/**
 * Builds an action in a shadow root: picture, words, promo code, button, way out. What has no safe
 * address is left out; all texts are text.
 *
 * @param frame The element that is the card: a `section`, or a `dialog`.
 * @example const card = buildCard(payload, host, "section");
 */
export function buildCard(
  payload: ActionPayload,
  { onView, onSelect, onDismiss }: ActionHost,
  tag: "section" | "dialog",
): Card {
  const { id, kind, language, title, body, button, dismiss, promoCode } = payload;
  const link = safeLink(payload.link);
  const image = safeLink(payload.image);

  const host = element("scoreline-action" as "div", { "data-action": id, "data-kind": kind });
  const remove = () => {
    stopWatching();
    // Closed before it leaves the page: only then does the focus go back to where it was.
    if (frame instanceof HTMLDialogElement) frame.close();
    host.remove();
  };
  const close = () => {
    remove();
    onDismiss();
  };

  const way =
    button === undefined ? undefined : element(link ? "a" : ("button" as "a"), { class: "go" }, button);
  if (link) way?.setAttribute("href", link);
  else way?.setAttribute("type", "button");
  way?.addEventListener("click", () => {
    onSelect();
    // The browser follows the link first.
    if (kind !== "inline") setTimeout(remove);
  });

  const out =
    dismiss && kind === "modal" ? element("button", { type: "button", class: "no" }, dismiss) : undefined;
  const cross = element(
    "button",
    { type: "button", class: "x", "aria-label": dismiss ?? wordsFor(language).close },
    icon("M5.5 5.5l9 9M14.5 5.5l-9 9"),
  );
  for (const each of [out, cross]) each?.addEventListener("click", close);

  const picture = image
    ? element("img", { class: "picture", src: image, alt: "", decoding: "async" })
    : undefined;
  picture?.addEventListener("error", () => picture.remove());

  const hasWays = promoCode || way || out;
  const frame = element(
    tag,
    { class: `card ${kind}`, lang: language, dir: directionOf(language), "aria-labelledby": "title" },
    picture,
    element(
      "div",
      { class: "words" },
      element(tag === "dialog" ? "h2" : "p", { class: "title", id: "title" }, title),
      body === undefined ? undefined : element("p", { class: "body", id: "body" }, body),
    ),
    hasWays
      ? element("div", { class: "ways" }, promoCode ? codeButton(promoCode, language) : undefined, way, out)
      : undefined,
    cross,
  );
  if (body !== undefined) frame.setAttribute("aria-describedby", "body");

  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [actionSheet()];
  root.append(frame);
  const stopWatching = whenSeen(frame, onView);
  return { host, frame, remove, dismiss: close };
}
