import { onPageEnd } from "../lib/on-page-end.ts";
import type { Tracker } from "./tracker.ts";

/** Depths that are told, in percent of the page. */
const marks = [90, 75, 50, 25];

/**
 * Reports as `scroll` how far down the visitor has come, once, on leaving; again only where somebody
 * comes back to the page and goes deeper. A page that fits the window has no depth.
 */
export const scrollDepth: Tracker = {
  name: "scroll",
  start(context) {
    let deepest = 0;
    let told = 0;
    let lastY = 0;
    // Not in the capture phase: what scrolls inside of the page says nothing about the page.
    addEventListener("scroll", () => {
      const { scrollHeight } = document.documentElement;
      // Only the way down: a browser whose next view is shorter moves up by itself.
      if (scrollY > lastY) deepest = Math.max(deepest, ((scrollY + innerHeight) / scrollHeight) * 100);
      lastY = scrollY;
    });
    onPageEnd(context, (page, isOver) => {
      const percent_scrolled = marks.find((mark) => deepest >= mark) ?? 0;
      if (percent_scrolled > told) context.track("scroll", { percent_scrolled }, page);
      told = percent_scrolled;
      if (isOver) deepest = told = 0;
    });
  },
};
