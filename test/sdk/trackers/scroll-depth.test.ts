import { expect, test } from "vitest";
import { pathOf } from "../../support/wire-events.ts";
import { useStage } from "./support.ts";

const stage = useStage("scroll");
const depths = () =>
  stage.told("scroll").map((event) => [pathOf(event), event.properties?.["percent_scrolled"]]);
const long = `<div style="height: 5000px">Long</div>`;
/** Scrolls to a part of the page, and waits until the page knows of it. */
const scrollDown = (part: number) =>
  stage.page.evaluate(
    (each) =>
      new Promise((done) => {
        addEventListener("scroll", () => setTimeout(done), { once: true });
        window.scrollTo(0, each * (document.documentElement.scrollHeight - innerHeight));
      }),
    part,
  );

test("the deepest point is told once, on leaving, however often it was passed", async () => {
  await stage.open({ body: long, path: "/cars" });
  await scrollDown(0.3);
  await scrollDown(0.7);
  await scrollDown(0);
  await stage.page.goto("about:blank");
  await stage.endpoint.until(() => depths().length > 0);
  await stage.page.waitForTimeout(250);
  expect(depths()).toEqual([["/cars", 50]]);
});

test("each view of a single-page app has its own depth", async () => {
  await stage.open({ body: long, path: "/cars" });
  await scrollDown(1);
  await stage.page.evaluate(() => history.pushState({}, "", "/prices"));
  await stage.endpoint.until(() => depths().length === 1);
  await scrollDown(0);
  await scrollDown(0.2);
  await stage.page.goto("about:blank");
  await stage.endpoint.until(() => depths().length === 2);
  expect(depths()).toEqual([
    ["/cars", 90],
    ["/prices", 25],
  ]);
});

test("a next view that is shorter is not read because the browser moves up in it", async () => {
  await stage.open({ body: long, path: "/cars" });
  await scrollDown(1);
  await stage.page.evaluate(() => {
    history.pushState({}, "", "/prices");
    return new Promise((done) => {
      addEventListener("scroll", () => setTimeout(done), { once: true });
      (document.querySelector("div") as HTMLElement).style.height = "2000px";
    });
  });
  await stage.endpoint.until(() => depths().length === 1);
  await stage.page.goto("about:blank");
  await stage.page.waitForTimeout(250);
  expect(depths()).toEqual([["/cars", 90]]);
});

test("what scrolls inside of a page is no depth of the page", async () => {
  await stage.open({
    body: `<div id="carousel" style="height: 100px; overflow: auto"><p style="height: 900px">Long</p></div>`,
  });
  await stage.page.evaluate(() => document.querySelector("#carousel")?.scrollTo(0, 500));
  await stage.page.goto("about:blank");
  await stage.page.waitForTimeout(250);
  expect(depths()).toEqual([]);
});
