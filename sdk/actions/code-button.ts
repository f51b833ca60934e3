import { element, icon } from "./element.ts";
import { wordsFor } from "./words.ts";

/** How long "Copied" is shown. Milliseconds. */
const copiedMs = 2_000;

/**
 * A promo code that a click copies.
 *
 * @example codeButton("SPRING-24", "en");
 */
export function codeButton(code: string, language: string): HTMLElement {
  const words = wordsFor(language);
  const label = element("span", { "aria-live": "polite" }, code);
  const button = element(
    "button",
    { type: "button", class: "code", "aria-label": `${words.copy}: ${code}` },
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
}
