import { describe, expect, test } from "vitest";
import { pathOf } from "../support/wire-events.ts";
import { tag, type Mood } from "./support/endpoint.ts";
import { endpoint, visit } from "./support/visits.ts";

/** The page's own code: a button that counts, a route, a form that it sends by itself. */
const own = `<button id="own" onclick="document.title = 'Clicked ' + (this.count = (this.count ?? 0) + 1)">Own</button>
  <a id="route" href="#" onclick="history.pushState({}, '', '/cars'); return false">Route</a>
  <form onsubmit="document.body.dataset.sent = this.email.value; return false">
    <input type="email" name="email"><button>Send</button></form>
  <script>document.querySelector("#own").click()</script>`;

const open = async (before = "", headers: Record<string, string> = {}, tags = tag(endpoint.host)) => {
  endpoint.pages.set("/", {
    html: `<!doctype html><title>Home</title>${before && `<script>${before}</script>`}${tags}<body>${own}`,
    headers,
  });
  endpoint.pages.set("/bare", { html: `<!doctype html><title>Bare</title><body>` });
  await visit.page.goto(endpoint.site + "/");
  await visit.page.waitForTimeout(150);
};

/** Does all that the page's own code does, and looks whether it did. */
const useThePage = async () => {
  const { page } = visit;
  expect(await page.title()).toBe("Clicked 1");
  await page.click("#own");
  expect(await page.title()).toBe("Clicked 2");
  await page.click("#route");
  expect(new URL(page.url()).pathname).toBe("/cars");
  await page.fill("[name=email]", "jane@example.com");
  await page.click("text=Send");
  // A form is held for two seconds at most where the part that reads it does not come.
  await page.waitForSelector("body[data-sent='jane@example.com']", { state: "attached" });
  await page.evaluate("window.scoreline?.track?.('x', { list: [1] })");
  await page.goto(endpoint.site + "/bare");
  // One of the script and one of a part of it at most: a visitor's console is not filled.
  expect(visit.lines.length).toBeLessThanOrEqual(2);
  return page.title();
};

const throwing = "() => { throw new Error('patched') }";

/** What pages have been seen to do to the browser, and whether the view still arrives. */
const pages: [title: string, script: string, arrives: boolean][] = [
  [
    "storage that throws",
    "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused') } })",
    true,
  ],
  ["storage that is full", "Storage.prototype.setItem = " + throwing, true],
  [
    "a frozen history, and no Navigation API",
    "Object.defineProperty(window, 'navigation', { value: undefined }); const push = history.pushState.bind(history); Object.freeze(History.prototype)",
    true,
  ],
  [
    "arrays with a toJSON of their own",
    "Array.prototype.toJSON = function () { return 'prototype.js' }",
    true,
  ],
  [
    "arrays and objects with more in them",
    "Array.prototype.each = Object.prototype.extend = function () {}",
    true,
  ],
  [
    "a Promise of the page's own",
    "const Native = Promise; window.Promise = class Promise extends Native {}",
    true,
  ],
  [
    "a frozen window",
    "addEventListener('load', () => { try { Object.freeze(window) } catch {} }); Object.freeze(Object.prototype)",
    true,
  ],
  [
    "a frozen document and navigator",
    "Object.freeze(Document.prototype); Object.freeze(Navigator.prototype)",
    true,
  ],
  ["frozen forms", "Object.freeze(HTMLFormElement.prototype)", true],
  [
    "a patched addEventListener",
    "const add = EventTarget.prototype.addEventListener; EventTarget.prototype.addEventListener = function (...given) { return add.apply(this, given) }",
    true,
  ],
  ["a console without debug", "console.debug = undefined", true],
  ["no random numbers", "Object.defineProperty(window, 'crypto', { value: undefined })", false],
  ["a fetch that throws", "window.fetch = " + throwing, false],
  ["a fetch that gives nothing", "window.fetch = () => undefined", false],
  ["a JSON.stringify that throws", "JSON.stringify = " + throwing, false],
  ["a URL that throws", `window.URL = class { constructor() { throw new Error("patched") } }`, true],
  ["a beacon that throws", "navigator.sendBeacon = " + throwing, true],
  ["a clock that stands", "Date.now = () => 0; performance.now = () => 0", true],
  ["a clock that tells no time", "Date.now = () => NaN", true],
];

describe.each(pages)("a page with %s", (_, script, arrives) => {
  test(`works as before${arrives ? ", and its view arrives" : ""}`, async () => {
    await visit.page.addInitScript(script);
    await open();
    if (arrives) await endpoint.arrival(({ type }) => type === "page");
    expect(await useThePage()).toBe("Bare");
  });
});

describe.each(["error", "html", "cut", "hang", "refuse"] satisfies Mood[])(
  "an endpoint that is broken (%s)",
  (mood) => {
    test("is no matter of the page", async () => {
      endpoint.mood = mood;
      await open();
      expect(await useThePage()).toBe("Bare");
    });
  },
);

test("a policy that refuses the endpoint is no matter of the page", async () => {
  await open("", { "content-security-policy": `connect-src 'self'` });
  expect(await useThePage()).toBe("Bare");
  expect(endpoint.requests).toEqual([]);
  visit.violations.length = 0;
});

test("a blocker that lets the script through and stops its parts is no matter of the page", async () => {
  await visit.page.route(/\/s\/\w+-/, (route) => route.abort("blockedbyclient"));
  await open();
  expect(await useThePage()).toBe("Bare");
});

test("a blocker that stops the script is no matter of the page", async () => {
  await visit.page.route(/\/s\.js/, (route) => route.abort("blockedbyclient"));
  await open("scoreline = { q: [], track() {} }");
  expect(await useThePage()).toBe("Bare");
});

test("two copies count once", async () => {
  await open("", {}, tag(endpoint.host) + tag(endpoint.host));
  await visit.page.waitForTimeout(250);
  expect(endpoint.events().filter(({ type }) => type === "page")).toHaveLength(1);
  expect(await useThePage()).toBe("Bare");
});

test("a document that is no HTML has a view too, in no language", async () => {
  endpoint.pages.set("/feed", {
    html: `<feed xmlns:h="http://www.w3.org/1999/xhtml"><h:script src="${endpoint.host}/s.js" data-site="pub_test"/></feed>`,
    headers: { "content-type": "application/xml" },
  });
  await visit.page.goto(endpoint.site + "/feed");
  expect(pathOf(await endpoint.arrival(({ type }) => type === "page"))).toBe("/feed");
  expect(endpoint.requests[0]?.context?.locale).toBe("");
});

test("an element called scoreline does not stand in the way", async () => {
  await open("", {}, "");
  endpoint.pages.set("/named", {
    html: `<!doctype html><title>Named</title><body><p id="scoreline">${tag(endpoint.host)}`,
  });
  await visit.page.goto(endpoint.site + "/named");
  const view = await endpoint.arrival(({ type }) => type === "page");
  expect(pathOf(view)).toBe("/named");
});
