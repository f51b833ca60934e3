import type { TrackerContext } from "../trackers/tracker.ts";

/**
 * Reports how far a video is watched: `video_start`, `video_progress` at each quarter and
 * `video_complete`, each once a video.
 *
 * @returns To be called with the video's element, the second it is at, its length, title and address.
 */
export function watched({ track, cleanUrl }: TrackerContext) {
  const toldPercent = new WeakMap<Element, number>();
  return (video: Element, second: number, seconds: number, video_title: string, address: string): void => {
    const told = toldPercent.get(video) ?? -1;
    // What has no length, or none yet, stays at 0; a live stream may be beyond the one it had.
    const video_percent = Math.min(4, Math.floor((second / (seconds || Infinity)) * 4)) * 25;
    if (video_percent <= told) return;
    toldPercent.set(video, video_percent);
    track(told < 0 ? "video_start" : video_percent < 100 ? "video_progress" : "video_complete", {
      video_percent,
      video_title,
      video_url: cleanUrl(address),
    });
  };
}
