import { element, icon } from "./element.ts";
import { placeCard } from "./place-card.ts";
import type { Renderer } from "./renderer.ts";
import { wordsFor } from "./words.ts";

/** How long the thanks of a survey over the page stay. Milliseconds. */
const thanksMs = 4_000;

/**
 * A question with a few answers, in the corner of the window or in a slot. One click answers: no
 * second button, nothing to type.
 */
export const survey: Renderer = (payload, host) => {
  const { options = [], thanks, language, slot } = payload;
  const answers = element("div", { class: "answers", role: "group", "aria-labelledby": "title" });
  for (const { value, label } of options) {
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", () => {
      const { _frame, _remove } = card;
      host._onAnswer(value);
      // In a slot the card keeps its size, so that the page does not move.
      if (slot) _frame.style.minHeight = `${_frame.getBoundingClientRect().height}px`;
      _frame.classList.add("thanks");
      const title = element(
        "p",
        { class: "title", id: "title", tabindex: "-1" },
        thanks ?? wordsFor(language).thanks,
      );
      _frame.querySelector(".words")?.replaceChildren(icon("M4 10.5l4 4 8-9"), title);
      // What has the focus goes away; so it is read out, too.
      title.focus();
      answers.remove();
      if (!slot) setTimeout(_remove, thanksMs);
    });
    answers.append(button);
  }
  const { card, placed } = placeCard(payload, host, answers);
  return placed;
};
