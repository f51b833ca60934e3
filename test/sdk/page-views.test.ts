import { expect, test } from "vitest";
import type { WireEvent } from "../../shared/wire.ts";
import { pathOf } from "../support/wire-events.ts";
import { tag } from "./support/endpoint.ts";
import { endpoint, inWholeBrowser, visit } from "./support/visits.ts";

inWholeBrowser();

const site = (path: string, title: string, body = "", attributes = "") =>
  endpoint.pages.set(path, {
    html: `<!doctype html><html lang="tr"><title>${title}</title>${tag(endpoint.host, attributes)}<body>${body}`,
  });
const views = (): WireEvent[] => endpoint.events().filter(({ type }) => type === "page");
const paths = () => views().map(pathOf);
/** Long enough for a view that should not come to come. */
const settle = () => visit.page.waitForTimeout(250);

test("a page view tells address, title and referrer, in one request without a preflight", async () => {
  site("/", "Home", `<a href="/cars">Cars</a>`);
  site("/cars", "Cars");
  await visit.page.goto(endpoint.site + "/");
  await endpoint.until(() => views().length === 1);
  await visit.page.click("a");
  await endpoint.until(() => views().length === 2);
  expect(views()[1]).toMatchObject({
    type: "page",
    messageId: expect.stringMatching(/^[\w+/]{24}$/),
    anonymousId: expect.stringMatching(/^[\w+/]{24}$/),
    context: {
      page: { url: endpoint.site + "/cars", title: "Cars", referrer: endpoint.site + "/" },
    },
  });
  expect(views()[1]?.anonymousId).toBe(views()[0]?.anonymousId);
  expect(new Set(endpoint.kinds)).toEqual(new Set(["POST text/plain;charset=UTF-8"]));
  expect(endpoint.requests[0]).toMatchObject({
    writeKey: "pub_test",
    context: { locale: "tr" },
  });
  expect(endpoint.requests[0]).not.toHaveProperty("visitor");
  expect(endpoint.requests.at(-1)?.visitor).toBe("v1.signed");
  const withView = endpoint.requests.filter(({ batch }) => batch.some(({ type }) => type === "page"));
  expect(withView).toHaveLength(2);
});

test.each<[string, (host: string) => string]>([
  ["a version in the script's address", (host) => tag(host).replace("s.js", "s.js?v=1/2")],
  ["a slash after the endpoint", (host) => tag(host, `data-endpoint="${host}//"`)],
  ["an endpoint that is left empty", (host) => tag(host, `data-endpoint=""`)],
])("%s is no part of where events go", async (_, written) => {
  endpoint.pages.set("/", { html: `<!doctype html><title>Home</title>${written(endpoint.host)}` });
  await visit.page.goto(endpoint.site + "/");
  await endpoint.until(() => views().length === 1);
  expect(paths()).toEqual(["/"]);
});

test("of an address only campaign parameters leave the browser, and no e-mail address or token", async () => {
  site("/reset/9f8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d", "Reset");
  const query = "?utm_source=mail&gclid=Cj0KCQ&email=jane@example.com&token=abc&utm_term=jane%40example.com";
  await visit.page.goto(`${endpoint.site}/reset/9f8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d${query}#access_token=1`);
  await endpoint.until(() => views().length === 1);
  expect(views()[0]?.context?.page).toMatchObject({
    url: `${endpoint.site}/reset/*?utm_source=mail&gclid=Cj0KCQ`,
  });
  expect(JSON.stringify(endpoint.requests)).not.toMatch(/jane|9f8b7c|access_token/);
});

for (const support of ["with the Navigation API", "without the Navigation API"]) {
  const isWithout = support.startsWith("without");
  const start = async () => {
    if (isWithout)
      await visit.page.addInitScript("Object.defineProperty(window, 'navigation', { value: undefined })");
    site("/", "Home", `<a id="anchor" href="#prices">Prices</a>`);
    // There it is a tracker that listens, which comes later.
    const tracker =
      isWithout && visit.page.waitForResponse((response) => response.url().includes("/s/external-"));
    await visit.page.goto(endpoint.site + "/");
    await endpoint.until(() => views().length === 1);
    if (tracker) await visit.page.evaluate(`import("${(await tracker).url()}").then(() => {})`);
  };

  test(`${support}, each route of a single-page app is one view with its own title`, async () => {
    await start();
    await visit.page.evaluate(() => {
      history.pushState({}, "", "/a");
      history.replaceState({ key: 1 }, "", "/a");
      setTimeout(() => (document.title = "Page A"), 10);
    });
    await endpoint.until(() => views().length === 2);
    expect(views()[1]?.context?.page).toMatchObject({
      url: endpoint.site + "/a",
      title: "Page A",
      referrer: endpoint.site + "/",
    });
    await visit.page.evaluate(() => history.pushState({}, "", "/b?page=2"));
    await endpoint.until(() => views().length === 3);
    expect(views()[2]?.context?.page).toMatchObject({
      url: endpoint.site + "/b",
      referrer: endpoint.site + "/a",
    });
    await visit.page.goBack();
    await endpoint.until(() => views().length === 4);
    await settle();
    expect(paths()).toEqual(["/", "/a", "/b", "/a"]);
  });

  test(`${support}, anchors and filters are no views, hash routes are`, async () => {
    await start();
    await visit.page.click("#anchor");
    await visit.page.evaluate(() => history.replaceState({}, "", "/?colour=red"));
    await settle();
    expect(paths()).toEqual(["/"]);
    await visit.page.evaluate(() => (location.hash = "#/prices"));
    await endpoint.until(() => views().length === 2);
    await visit.page.goBack();
    await endpoint.until(() => views().length === 3);
    await settle();
    expect(paths()).toEqual(["/", "/#/prices", "/"]);
  });
}

test("a route that is left at once still counts", async () => {
  site("/", "Home");
  await visit.page.goto(endpoint.site + "/");
  await endpoint.until(() => views().length === 1);
  await visit.page.evaluate(() => {
    history.pushState({}, "", "/thanks");
    location.href = "about:blank";
  });
  await endpoint.until(() => views().length === 2);
  expect(paths()).toEqual(["/", "/thanks"]);
});

test("coming back from the back-forward cache is a view", async () => {
  // The page itself says whether it came from the cache: no load, so the same script is still there.
  site(
    "/",
    "Home",
    `<script>addEventListener("pageshow", (event) => event.persisted && scoreline.track("restored"))</script>`,
  );
  site("/other", "Other");
  await visit.page.goto(endpoint.site + "/");
  await endpoint.until(() => views().length === 1);
  await visit.page.goto(endpoint.site + "/other");
  await endpoint.until(() => views().length === 2);
  await visit.page.evaluate(() => void setTimeout(() => history.back()));
  await endpoint.arrival(({ event }) => event === "restored");
  await endpoint.until(() => views().length === 3);
  await settle();
  expect(paths()).toEqual(["/", "/other", "/"]);
});

test("a prerendered page counts when it is shown", async () => {
  site("/", "Home");
  await visit.page.addInitScript(
    "Object.defineProperty(document, 'prerendering', { value: true, configurable: true })",
  );
  await visit.page.goto(endpoint.site + "/");
  await settle();
  expect(views()).toEqual([]);
  await visit.page.evaluate(() => document.dispatchEvent(new Event("prerenderingchange")));
  await endpoint.until(() => views().length === 1);
});

test("data-auto=false leaves page views to the page", async () => {
  site("/", "Home", "", `data-auto="false"`);
  await visit.page.goto(endpoint.site + "/");
  await settle();
  expect(views()).toEqual([]);
  await visit.page.evaluate("scoreline.page('Landing', { campaign: 'spring' })");
  await endpoint.until(() => views().length === 1);
  expect(views()[0]).toMatchObject({
    name: "Landing",
    properties: { campaign: "spring" },
    context: { page: { url: endpoint.site + "/", title: "Home" } },
  });
});
