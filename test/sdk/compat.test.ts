import { describe, expect, test } from "vitest";
import { tag } from "./support/endpoint.ts";
import { endpoint, visit } from "./support/visits.ts";

const open = async (compat: string, before: string, path = "/") => {
  endpoint.pages.set("/", {
    html: `<!doctype html><title>Home</title><script>${before}</script>${tag(endpoint.host, `data-compat="${compat}" data-auto="false"`)}<body>`,
  });
  await visit.page.goto(endpoint.site + path);
};

/** What has arrived, in the shortest words. */
const told = () =>
  endpoint
    .events()
    .map(({ type, event, name, userId, groupId, properties, traits }) =>
      JSON.parse(JSON.stringify([type, event ?? name ?? userId ?? groupId, properties ?? traits])),
    );

describe("data-compat=segment", () => {
  /** What Segment's snippet does (5.2.1): it stands in for its library, and adds the page to what it queues. */
  const snippet = `analytics = []; analytics.methods = "trackSubmit trackClick trackLink trackForm pageview identify reset group track ready alias debug page screen once off on addSourceMiddleware addIntegrationMiddleware setAnonymousId addDestinationMiddleware register".split(" ");
    for (const name of analytics.methods) analytics[name] = (...given) => {
      if (window.analytics.initialized) return window.analytics[name](...given);
      if (["track", "screen", "alias", "group", "page", "identify"].includes(name))
        given.push({ __t: "bpc", p: location.pathname, u: location.href, s: location.search, t: document.title });
      analytics.push([name, ...given]);
      return analytics;
    }`;

  test("takes over what the snippet has queued, and what is called later", async () => {
    await open(
      "segment",
      `${snippet}; methods = analytics.methods; analytics.page("Docs", "Start", { a: 1 }); analytics.track("Order Completed", { total: 9 });`,
      "/?token=secret",
    );
    await endpoint.until(() => told().length === 2);
    // The page's address as the snippet has it stays here.
    expect(JSON.stringify(endpoint.requests)).not.toContain("secret");
    expect(await visit.page.evaluate("methods.filter((name) => !analytics[name])")).toEqual([]);
    await visit.page.evaluate(`
      analytics.identify("u-1", { plan: "pro" }).group("acme", { seats: 3 });
      analytics.track("Later", { b: 2 }, { integrations: {} }, () => (window.isCalledBack = true));
      analytics.page({ c: 3 }); analytics.page(null, { d: 4 }); analytics.page(null, "Prices", { e: 5 });
      analytics.alias("x"); analytics.trackLink(null, "y");
    `);
    await endpoint.until(() => told().length === 8);
    expect(told()).toEqual([
      ["page", "Start", { category: "Docs", a: 1 }],
      ["track", "Order Completed", { total: 9 }],
      ["identify", "u-1", { plan: "pro" }],
      ["group", "u-1", { seats: 3 }],
      ["track", "Later", { b: 2 }],
      ["page", "u-1", { c: 3 }],
      ["page", "u-1", { d: 4 }],
      ["page", "Prices", { e: 5 }],
    ]);
    await visit.page.waitForFunction("window.isCalledBack");
  });

  test("hands to listeners what Segment hands to them", async () => {
    await open("segment", snippet);
    await visit.page.waitForFunction("analytics.initialized");
    await visit.page.evaluate(`
      heard = [];
      for (const name of ["identify", "group", "page", "track"]) analytics.on(name, (...given) => heard.push([name, ...given]));
      analytics.identify("u-1", { plan: "pro" }).group("acme", { seats: 3 });
      analytics.page("Docs", "Start", { a: 1 }).track("Buy", { b: 2 });
    `);
    await visit.page.waitForFunction("heard.length === 4");
    expect(await visit.page.evaluate("heard")).toEqual([
      ["identify", "u-1", { plan: "pro" }],
      ["group", "acme", { seats: 3 }],
      ["page", "Docs", "Start", { category: "Docs", a: 1 }],
      ["track", "Buy", { b: 2 }],
    ]);
  });

  test("leaves Segment's own library alone", async () => {
    await open("segment", `analytics = { track() { window.isTheirs = true } }`);
    await visit.page.waitForFunction("window.scoreline?.loaded");
    await visit.page.waitForTimeout(200);
    await visit.page.evaluate("analytics.track('x')");
    expect(await visit.page.evaluate("window.isTheirs")).toBe(true);
    expect(told()).toEqual([]);
  });
});

test("data-compat=hubspot hears _hsq, before and after", async () => {
  await open("hubspot", `_hsq = [["identify", { email: "jane@example.com" }]]; kept = _hsq`);
  await endpoint.until(() => told().length === 1);
  await visit.page.evaluate(`
    kept.push(["trackCustomBehavioralEvent", { name: "pe12_viewed_pricing", properties: { plan: "pro" } }]);
    kept.push(["trackEvent", { id: "000123", value: 5 }], ["trackPageView"], ["constructor"], null);
    kept.push(["identify", { email: "jane@example.com", id: 4711 }]);
  `);
  await endpoint.until(() => told().length === 5);
  expect(told()).toEqual([
    ["identify", null, { email: "jane@example.com" }],
    ["track", "viewed_pricing", { plan: "pro" }],
    ["track", "000123", { value: 5 }],
    ["page", null, null],
    ["identify", "4711", { email: "jane@example.com" }],
  ]);
  expect(await visit.page.evaluate("kept.length"), "others may read the queue too").toBe(7);
});

/** Mautic's snippet, without the script that it asks for. */
const mautic = `MauticTrackingObject = "mt"; mt = function () { (mt.q = mt.q || []).push(arguments) };`;

test("data-compat=mautic hears mt(), before and after", async () => {
  await open(
    "mautic",
    `${mautic} mt("send", "pageview", { email: "jane@example.com", firstname: "Jane", tags: "a" })`,
  );
  await endpoint.until(() => told().length === 2);
  await visit.page.evaluate(
    `mt("send", "pageview", {}, { onload: () => (window.isLoaded = true) }); mt("other")`,
  );
  await endpoint.until(() => told().length === 3);
  await visit.page.waitForFunction("window.isLoaded");
  expect(told()).toEqual([
    ["identify", null, { email: "jane@example.com", firstName: "Jane" }],
    ["page", null, null],
    ["page", null, null],
  ]);
});

test.each(["before", "after"])("Mautic's own script that comes %s ours gets every call too", async (when) => {
  /** How its script takes over the queue. */
  const theirs = `
    theirs = (mt.q ??= []).map(([, kind]) => kind);
    Object.defineProperty(mt.q, "push", { value([, kind]) { theirs.push(kind) } });`;
  await open("mautic", `${mautic} mt("send", "pageview"); ${when === "before" ? theirs : ""}`);
  await endpoint.until(() => told().length === 1);
  if (when === "after") await visit.page.evaluate(theirs);
  await visit.page.evaluate(`mt("send", "pageview")`);
  await endpoint.until(() => told().length === 2);
  expect(await visit.page.evaluate("theirs")).toEqual(["pageview", "pageview"]);
});

test("without data-compat no global of another product is touched", async () => {
  endpoint.pages.set("/", { html: `<!doctype html><title>Home</title>${tag(endpoint.host)}<body>` });
  await visit.page.goto(endpoint.site + "/");
  await visit.page.waitForFunction("window.scoreline?.loaded");
  await visit.page.waitForTimeout(200);
  expect(await visit.page.evaluate("[typeof analytics, typeof _hsq, typeof mt]")).toEqual(
    Array(3).fill("undefined"),
  );
});
