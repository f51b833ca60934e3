import { listen } from "../lib/listen.ts";
import type { Tracker } from "./tracker.ts";

/**
 * Reports `video_start`, `video_progress` at each quarter and `video_complete` of the page's own
 * videos, each once. What starts silently by itself, or never ends, is decoration.
 */
export const video: Tracker = {
  name: "video",
  start({ track, cleanUrl }) {
    const toldPercent = new WeakMap<Element, number>();
    listen(document, "timeupdate", ({ target }: { target: HTMLVideoElement }) => {
      if (target.tagName !== "VIDEO" || target.loop || (target.muted && target.autoplay)) return;
      const told = toldPercent.get(target) ?? -1;
      // A live stream has no length, and stays at 0.
      const video_percent = Math.floor((target.currentTime / target.duration) * 4) * 25 || 0;
      if (video_percent <= told) return;
      toldPercent.set(target, video_percent);
      track(told < 0 ? "video_start" : video_percent < 100 ? "video_progress" : "video_complete", {
        video_percent,
        video_title: target.title,
        video_url: cleanUrl(target.currentSrc).url,
      });
    });
  },
};
