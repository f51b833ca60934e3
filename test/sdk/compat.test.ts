import { describe, expect, test } from "vitest";
import { tag } from "./support/endpoint.ts";
import { endpoint, visit } from "./support/visits.ts";

const open = async (compat: string, before: string) => {
  endpoint.pages.set("/", {
    html: `<!doctype html><title>Home</title><script>${before}</script>${tag(endpoint.host, `data-compat="${compat}" data-auto="false"`)}<body>`,
  });
  await visit.page.goto(endpoint.site + "/");
};

/** What has arrived, in the shortest words. */
const told = () =>
  endpoint
    .events()
    .map(({ type, event, name, userId, groupId, properties, traits }) =>
      JSON.parse(JSON.stringify([type, event ?? name ?? userId ?? groupId, properties ?? traits])),
    );

describe("data-compat=segment", () => {
  const snippet = `analytics = []; for (const name of ["page", "track", "identify", "group"])
    analytics[name] = (...given) => { analytics.push([name, ...given]); return analytics };`;

  test("takes over what the snippet has queued, and what is called later", async () => {
    await open(
      "segment",
      `${snippet} analytics.page("Docs", "Start", { a: 1 }); analytics.track("Order Completed", { total: 9 });`,
    );
    await endpoint.until(() => told().length === 2);
    await visit.page.evaluate(`
      analytics.identify("u-1", { plan: "pro" }).group("acme", { seats: 3 });
      analytics.track("Later", { b: 2 }, { integrations: {} }, () => (window.isCalledBack = true));
      analytics.page({ c: 3 });
      analytics.alias("x"); analytics.trackLink(null, "y");
    `);
    await endpoint.until(() => told().length === 6);
    expect(told()).toEqual([
      ["page", "Start", { category: "Docs", a: 1 }],
      ["track", "Order Completed", { total: 9 }],
      ["identify", "u-1", { plan: "pro" }],
      ["group", "u-1", { seats: 3 }],
      ["track", "Later", { b: 2 }],
      ["page", "u-1", { c: 3 }],
    ]);
    await visit.page.waitForFunction("window.isCalledBack");
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
  `);
  await endpoint.until(() => told().length === 4);
  expect(told()).toEqual([
    ["identify", null, { email: "jane@example.com" }],
    ["track", "viewed_pricing", { plan: "pro" }],
    ["track", "000123", { value: 5 }],
    ["page", null, null],
  ]);
  expect(await visit.page.evaluate("kept.length"), "others may read the queue too").toBe(6);
});

test("data-compat=mautic hears mt(), before and after", async () => {
  await open(
    "mautic",
    `MauticTrackingObject = "mt"; mt = function () { (mt.q = mt.q || []).push(arguments) }; mt("send", "pageview", { email: "jane@example.com", firstname: "Jane", tags: "a" })`,
  );
  await endpoint.until(() => told().length === 2);
  await visit.page.evaluate(`mt("send", "pageview"); mt("other")`);
  await endpoint.until(() => told().length === 3);
  expect(told()).toEqual([
    ["identify", null, { email: "jane@example.com", firstName: "Jane" }],
    ["page", null, null],
    ["page", null, null],
  ]);
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
