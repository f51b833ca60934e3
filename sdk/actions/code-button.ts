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
    icon("M6.5 6.5h10v10h-10zM13.5 6.5v-3h-10v10h3"),
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
