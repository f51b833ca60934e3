import { expect, test } from "vitest";
import { pathOf } from "../../support/wire-events.ts";
import { useStage } from "./support.ts";

const stage = useStage("engagement");
const seconds = () => stage.told("user_engagement").map(({ properties }) => properties?.["engaged_seconds"]);
/** Shows or hides the page, as switching tabs does. */
const show = (isShown: boolean) =>
  stage.page.evaluate((isHidden) => {
    Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, !isShown);
/** A clock that the test moves, so that minutes take no time. */
const useClock = () =>
  stage.page.addInitScript(
    "let later = 0; performance.now = () => later; window.pass = (ms) => (later += ms)",
  );
const pass = (ms: number) => stage.page.evaluate(`pass(${ms})`);

test("the seconds that a page was read are told once, on leaving", async () => {
  await useClock();
  await stage.open();
  await pass(12_400);
  await stage.page.goto("about:blank");
  await stage.endpoint.until(() => seconds().length > 0);
  await stage.page.waitForTimeout(250);
  expect(seconds()).toEqual([12]);
});

test("half a minute after the last input nobody is taken to read", async () => {
  await useClock();
  await stage.open();
  await pass(600_000);
  await stage.page.mouse.move(10, 10);
  await pass(45_000);
  await show(false);
  await stage.endpoint.until(() => seconds().length > 0);
  expect(seconds()).toEqual([60]);
});

test("the time of a hidden page does not count, and parts of seconds are not lost", async () => {
  await useClock();
  await stage.open();
  await pass(5_600);
  await show(false);
  await pass(20_000);
  await show(true);
  await pass(2_600);
  await show(false);
  await stage.endpoint.until(() => seconds().length === 2);
  expect(seconds()).toEqual([5, 3]);
});

test("in a single-page app each view has its own seconds, told under its own address", async () => {
  await useClock();
  await stage.open({ path: "/cars" });
  await pass(3_000);
  await stage.page.evaluate(() => history.pushState({}, "", "/prices"));
  await stage.endpoint.until(() => seconds().length === 1);
  await pass(4_000);
  await stage.page.goto("about:blank");
  await stage.endpoint.until(() => seconds().length === 2);
  expect(stage.told("user_engagement").map((event) => [pathOf(event), event.properties])).toEqual([
    ["/cars", { engaged_seconds: 3 }],
    ["/prices", { engaged_seconds: 4 }],
  ]);
});

test("a video that plays keeps the visitor engaged, one that plays for ever does not", async () => {
  await useClock();
  await stage.open({ body: "<video></video><video loop></video>" });
  const play = (selector: string) =>
    stage.page.evaluate(
      (each) => document.querySelector(each)?.dispatchEvent(new Event("timeupdate")),
      selector,
    );
  await pass(30_000);
  await play("video");
  await pass(30_000);
  await play("video[loop]");
  await pass(30_000);
  await show(false);
  await stage.endpoint.until(() => seconds().length > 0);
  expect(seconds()).toEqual([60]);
});
