import type { SlotContent } from "./decision.ts";

/** Where a link may lead: a path of the site, or https. Everything else stays what the page says. */
const safeLink = /^(?:https:\/\/|\/(?![/\\]))[^\s\\]*$/;

/**
 * Fills the slots of a page while it streams by. The page keeps its own HTML: only the text of the parts
 * that it names, and the address of its link, are replaced, and the rewriter escapes both.
 *
 *     <aside data-score-slot="trial">
 *       <strong data-score-part="title">Try it for a month</strong>
 *       <p data-score-part="body">No card needed.</p>
 *       <a data-score-part="link" href="/trial">Start</a>
 *     </aside>
 *
 * A slot with `data-score-text` has no parts: the title becomes its text.
 */
export class SlotFiller {
  /** What was filled, and with what. */
  readonly filled: { slot: string; id: string }[] = [];
  readonly #contents: Readonly<Record<string, SlotContent>>;
  #open: { slot: string; content: SlotContent } | null = null;

  constructor(contents: Readonly<Record<string, SlotContent>>) {
    this.#contents = contents;
  }

  enterSlot(element: Element): void {
    const slot = element.getAttribute("data-score-slot") ?? "";
    const content = Object.hasOwn(this.#contents, slot) ? this.#contents[slot] : undefined;
    if (content === undefined) return;
    this.filled.push({ slot, id: content.id });
    // The script on the page looks for open slots: this one is taken.
    element.removeAttribute("data-score-slot").setAttribute("data-score-filled", content.id);
    if (element.hasAttribute("data-score-text")) element.setInnerContent(content.title ?? content.body ?? "");
    this.#open = { slot, content };
    element.onEndTag(() => {
      this.#open = null;
    });
  }

  fillPart(element: Element): void {
    if (this.#open === null) return;
    const { slot, content } = this.#open;
    const part = element.getAttribute("data-score-part");
    if (part === "title" || part === "body") {
      element.setInnerContent(content[part] ?? "");
      return;
    }
    if (part !== "link") return;
    if (content.button !== undefined) element.setInnerContent(content.button);
    if (content.link !== undefined && safeLink.test(content.link)) element.setAttribute("href", content.link);
    // A marked element: the script reports a click on it by itself.
    element
      .setAttribute("data-score-event", "select_promotion")
      .setAttribute("data-score-promotion_id", content.id)
      .setAttribute("data-score-creative_slot", slot);
  }
}
