import { listen } from "../lib/listen.ts";
import { watched } from "../lib/watched.ts";
import type { Tracker } from "./tracker.ts";

/**
 * Reports `video_start`, `video_progress` at each quarter and `video_complete` of the page's own
 * videos, each once. What starts silently by itself, or never ends, is decoration.
 */
export const video: Tracker = {
  name: "video",
  start(context) {
    const tell = watched(context);
    listen(document, "timeupdate", ({ target }: { target: HTMLVideoElement }) => {
      if (target.tagName !== "VIDEO" || target.loop || (target.muted && target.autoplay)) return;
      tell(target, target.currentTime, target.duration, target.title, target.currentSrc);
    });
  },
};
