import { expect, test } from "vitest";
import { useStage } from "./support.ts";

const stage = useStage("search");
const terms = () => stage.told("view_search_results").map(({ properties }) => properties?.["search_term"]);

test("a page of search results tells what was looked for, once", async () => {
  await stage.open({ path: "/find?q=red+car&page=1" });
  await stage.endpoint.until(() => terms().length === 1);
  await stage.page.evaluate(() => history.pushState({}, "", "/find/2?q=red+car&page=2"));
  await stage.page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
  await stage.page.evaluate(() => history.pushState({}, "", "/find?search=van"));
  await stage.endpoint.until(() => terms().length === 2);
  expect(terms()).toEqual(["red car", "van"]);
});

test("a view of a single-page app that comes long after the page was loaded", async () => {
  await stage.open({ path: "/" });
  await stage.page.evaluate(() => history.pushState({}, "", "/find?s=van"));
  await stage.endpoint.until(() => terms().length === 1);
  expect(terms()).toEqual(["van"]);
});

for (const term of [
  "jane@example.com",
  "+90 555 123 45 67",
  "4111-1111-1111-1111",
  "tok9Qx8Zr5Lw2Vb7Nm4Jh6Tg3Kd",
]) {
  test(`${term} does not leave the browser`, async () => {
    await stage.open({ path: `/find?q=${encodeURIComponent(term)}` });
    expect(await stage.all()).toEqual([]);
    expect(JSON.stringify(stage.endpoint.requests)).not.toContain(term.slice(0, 8));
  });
}
