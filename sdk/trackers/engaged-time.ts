import { onPageEnd } from "../lib/on-page-end.ts";
import type { Tracker } from "./tracker.ts";

/** How long the visitor is taken to read on after an input. Milliseconds. */
const readingMs = 30_000;

/**
 * Reports as `user_engagement` the seconds during which the page was visible and the visitor active:
 * for half a minute after each input, and while a video plays. Each second is told once, in whole
 * ones, when the visitor leaves or goes on to the next view, so their sum is the time of the visit.
 */
export const engagedTime: Tracker = {
  name: "engagement",
  start(context) {
    let engagedMs = 0;
    let countedAtMs = 0;
    const mostOf = () => (document.hidden ? 0 : readingMs);
    /** How much of the time since then counts at most. To open a page is an input: its time counts from the start. */
    let mostMs = mostOf();
    const count = () => {
      const nowMs = performance.now();
      engagedMs += Math.min(nowMs - countedAtMs, mostMs);
      countedAtMs = nowMs;
      mostMs = mostOf();
    };
    count();

    for (const name of ["pointerdown", "pointermove", "keydown", "timeupdate", "visibilitychange"]) {
      // A video that never ends is decoration.
      context.listen(document, name, ({ target }: { target: HTMLVideoElement }) => target.loop || count());
    }
    // Not in the capture phase: what scrolls inside of the page may be a carousel.
    addEventListener("scroll", count);
    onPageEnd(context, (page) => {
      count();
      const engaged_seconds = Math.floor(engagedMs / 1000);
      engagedMs %= 1000;
      if (engaged_seconds) context.track("user_engagement", { engaged_seconds }, page);
    });
  },
};
