import { expect, test } from "vitest";
import { useStage } from "./support.ts";

const stage = useStage("video");
/** Moves a video to a second of its hundred, as its player tells it. */
const play = (second: number, selector = "video") =>
  stage.page.evaluate(
    ([at, each]) => {
      const video = document.querySelector(each);
      if (!video) return;
      for (const [key, value] of Object.entries({
        currentTime: at,
        duration: 100,
        currentSrc: "https://cdn.test/tour.mp4?token=1",
      }))
        Object.defineProperty(video, key, { value, configurable: true });
      video.dispatchEvent(new Event("timeupdate"));
    },
    [second, selector] as const,
  );
const told = () =>
  stage.endpoint
    .events()
    .filter(({ event }) => event?.startsWith("video"))
    .map(({ event, properties }) => [event, properties?.["video_percent"]]);

test("start, quarters and end are told once each, however the video is played", async () => {
  await stage.open({ body: `<video title="Tour"></video>` });
  for (const second of [0.2, 1, 26, 30, 10, 60, 76, 99, 100, 0, 50]) await play(second);
  await stage.endpoint.until(() => told().length >= 5);
  await stage.page.waitForTimeout(200);
  expect(told()).toEqual([
    ["video_start", 0],
    ["video_progress", 25],
    ["video_progress", 50],
    ["video_progress", 75],
    ["video_complete", 100],
  ]);
  expect(await stage.first("video_start")).toEqual({
    video_percent: 0,
    video_title: "Tour",
    video_url: "https://cdn.test/tour.mp4",
  });
});

test("a background that moves is no video that somebody watches", async () => {
  await stage.open({
    body: `<video id="a" loop></video><video id="b" muted autoplay></video><audio></audio>`,
  });
  for (const each of ["#a", "#b", "audio"]) await play(10, each);
  expect(await stage.all()).toEqual([]);
});
