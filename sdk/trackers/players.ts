import { listen } from "../lib/listen.ts";
import { watched } from "../lib/watched.ts";
import type { Tracker } from "./tracker.ts";

/** Where the players of YouTube and Vimeo come from. */
const ofPlayer = /^https:\/\/(www\.youtube(-nocookie)?|player\.vimeo)\.com(\/|$)/;

/** Players that start silently by themselves: decoration. */
const decorative = /background=1|autoplay=1.*mute|mute.*autoplay=1/;

/**
 * Asks for the progress: YouTube's player answers to `event`, where its address has `enablejsapi=1`
 * (https://developers.google.com/youtube/iframe_api_reference), Vimeo's to `method`
 * (https://developer.vimeo.com/player/sdk).
 */
const question = '{"event":"listening","method":"addEventListener","value":"timeupdate"}';

/** What the players tell, each in its own words. */
interface Progress {
  currentTime?: number;
  seconds?: number;
  duration?: number;
  videoData?: { title?: string };
}

/**
 * Reports the same as `video` of the players of YouTube and Vimeo in frames, by their messages. A page
 * that speaks with YouTube's player itself has asked already, and is only listened to.
 */
export const players: Tracker = {
  name: "players",
  start(context) {
    const tell = watched(context);
    const told = new WeakMap<Element, Progress>();
    const frames = () =>
      [...document.querySelectorAll("iframe")].filter(
        ({ src }) => ofPlayer.test(src) && !decorative.test(src),
      );
    const ask = () => {
      for (const { src, contentWindow } of frames())
        if (!("YT" in window && /youtube/.test(src))) contentWindow?.postMessage(question, "*");
    };
    ask();
    listen(document, "load", ask);
    // Who clicks into a frame leaves the window: a player that was not ready is by then.
    listen(window, "blur", ask);
    listen(window, "message", ({ origin, source, data }: MessageEvent) => {
      const frame = ofPlayer.test(origin) && frames().find(({ contentWindow }) => contentWindow === source);
      if (!frame) return;
      const message = (typeof data === "string" ? JSON.parse(data) : data) as {
        info?: Progress;
        data?: Progress;
      };
      // YouTube tells only what has changed.
      const progress = { ...told.get(frame), ...message.info, ...message.data };
      told.set(frame, progress);
      const { currentTime, seconds = currentTime, duration, videoData } = progress;
      if (seconds) tell(frame, seconds, duration as number, videoData?.title ?? frame.title, frame.src);
    });
  },
};
