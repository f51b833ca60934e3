import { expect, test } from "vitest";
import { useStage } from "./support.ts";

const stage = useStage("players");

/** A player in a frame: it answers who asks as YouTube's or Vimeo's does, and plays when it is told `play`. */
const player = (answer: string) => `<!doctype html><script>
  let isAsked = false;
  const say = (message) => isAsked && parent.postMessage(JSON.stringify(message), "*");
  addEventListener("message", ({ data }) => {
    if (typeof data === "number") (${answer})(data);
    else { isAsked = true; parent.postMessage({ asked: data }, "*"); }
  });
</script>`;
const youTube = player(`(second) => say(second < 1
  ? { event: "initialDelivery", info: { duration: 100, currentTime: 0, videoData: { title: "Aurora, walk around" } } }
  : { event: "infoDelivery", info: { currentTime: second } })`);
const vimeo = player(
  `(second) => say({ event: "timeupdate", data: { seconds: second, percent: second / 100, duration: 100 } })`,
);

/** Opens a page with a frame. */
async function open(src: string, answer: string, head = ""): Promise<void> {
  await stage.page.route(/^https:/, (route) => route.fulfill({ contentType: "text/html", body: answer }));
  await stage.open({ head, body: `<iframe title="Frame" src="${src}"></iframe>` });
  await stage.page.frameLocator("iframe").locator("html").waitFor({ state: "attached" });
  await stage.page.evaluate(() => dispatchEvent(new Event("blur")));
}

const play = async (...seconds: number[]) => {
  for (const second of seconds) await stage.page.evaluate((at) => frames[0]?.postMessage(at, "*"), second);
};
const told = () =>
  stage.endpoint
    .events()
    .filter(({ event }) => event?.startsWith("video"))
    .map(({ event, properties }) => [event, properties?.["video_percent"]]);
const all = [
  ["video_start", 0],
  ["video_progress", 25],
  ["video_progress", 50],
  ["video_progress", 75],
  ["video_complete", 100],
];

test.each([
  {
    provider: "YouTube",
    src: "https://www.youtube-nocookie.com/embed/abc?enablejsapi=1&si=canary",
    answer: youTube,
    video_title: "Aurora, walk around",
    video_url: "https://www.youtube-nocookie.com/embed/abc",
  },
  {
    provider: "Vimeo",
    src: "https://player.vimeo.com/video/7?h=canary",
    answer: vimeo,
    video_title: "Frame",
    video_url: "https://player.vimeo.com/video/7",
  },
])(
  "$provider: start, quarters and end are told once each, however the video is played",
  async ({ src, answer, video_title, video_url }) => {
    await open(src, answer);
    await play(0, 0.2, 1, 26, 30, 10, 60, 76, 99, 100, 0, 50);
    await stage.endpoint.until(() => told().length >= all.length);
    await stage.page.waitForTimeout(200);
    expect(told()).toEqual(all);
    expect(await stage.first("video_start")).toEqual({ video_percent: 0, video_title, video_url });
  },
);

test("a stream without a length has a start, and one that goes on beyond its length one end", async () => {
  const answer = player(
    `(second) => say({ event: "infoDelivery", info: second < 0 ? { duration: -second } : { currentTime: second } })`,
  );
  await open("https://www.youtube.com/embed/abc?enablejsapi=1", answer);
  await play(-0, 1, 500, -100, 100, 130, 260, 500);
  await stage.endpoint.until(() => told().length >= 2);
  await stage.page.waitForTimeout(200);
  expect(told()).toEqual([
    ["video_start", 0],
    ["video_complete", 100],
  ]);
});

test("a player that nobody started has told nothing", async () => {
  await open("https://www.youtube.com/embed/abc?enablejsapi=1", youTube);
  await play(0, 0);
  expect(await stage.all()).toEqual([]);
});

test("a background that plays by itself without a sound is no video that somebody watches", async () => {
  for (const src of [
    "https://player.vimeo.com/video/7?background=1",
    "https://www.youtube.com/embed/abc?enablejsapi=1&autoplay=1&mute=1",
  ]) {
    await open(src, src.includes("vimeo") ? vimeo : youTube);
    await play(0, 1, 50);
    expect(await stage.all()).toEqual([]);
  }
});

test("a frame of somebody else is not asked, and what it says is not heard", async () => {
  await open("https://videos.example/embed/www.youtube.com/", youTube);
  const asked = await stage.page.evaluate(
    () =>
      new Promise((resolve) => {
        addEventListener("message", ({ data }) => data.asked && resolve(data.asked));
        dispatchEvent(new Event("blur"));
        setTimeout(resolve, 300, "nothing");
      }),
  );
  expect(asked).toBe("nothing");
});

test("a page that speaks with YouTube's player itself keeps its line, and is listened to", async () => {
  await open(
    "https://www.youtube.com/embed/abc?enablejsapi=1",
    youTube,
    `<script>YT = {}; questions = []; addEventListener("message", ({ data }) => data.asked && questions.push(data.asked))</script>`,
  );
  await play(0, 1, 50);
  expect(await stage.all()).toEqual([]);
  await stage.page.evaluate(() => frames[0]?.postMessage('{"event":"listening","id":1}', "*"));
  await play(0, 1);
  expect(await stage.first("video_start")).toMatchObject({ video_title: "Aurora, walk around" });
  expect(await stage.page.evaluate("questions")).toEqual(['{"event":"listening","id":1}']);
});
