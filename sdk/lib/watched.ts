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
    // A live stream has no length, and stays at 0.
    const video_percent = Math.floor((second / seconds) * 4) * 25 || 0;
    if (video_percent <= told) return;
    toldPercent.set(video, video_percent);
    track(told < 0 ? "video_start" : video_percent < 100 ? "video_progress" : "video_complete", {
      video_percent,
      video_title,
      video_url: cleanUrl(address).url,
    });
  };
}
