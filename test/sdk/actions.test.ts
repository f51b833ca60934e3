import type { BrowserContextOptions } from "playwright-core";
import { expect, test } from "vitest";
import type { ActionPayload } from "../../shared/wire.ts";
import { tag } from "./support/endpoint.ts";
import { comeWith, endpoint, visit } from "./support/visits.ts";

/** No inline style, no foreign script, no HTML from strings: what a bank's page says. */
const strict = () =>
  `default-src 'self'; script-src 'self' ${endpoint.host}; style-src 'self'; connect-src ${endpoint.host}; img-src 'self'; require-trusted-types-for 'script'`;

const page = (
  body = "",
  headers: Record<string, string> = { "content-security-policy": strict() },
  head = "",
) =>
  endpoint.pages.set("/", {
    html: `<!doctype html><html lang="en"><title>Page</title>${head}${tag(endpoint.host)}<body><h1>Page</h1><button id="before">Before</button>${body}`,
    headers,
  });
const open = async (options?: BrowserContextOptions) => {
  if (options) await comeWith(options);
  await visit.page.goto(endpoint.site + "/");
};
const shown = (id: string) => visit.page.locator(`scoreline-action[data-action=${id}]`);
const promotions = (event: string) =>
  endpoint
    .events()
    .filter((each) => each.event === event)
    .map(({ properties }) => properties);

const action = (kind: ActionPayload["kind"], more: Partial<ActionPayload> = {}): ActionPayload => ({
  id: `${kind}-1`,
  kind,
  language: "en",
  title: `<img src=x onerror="document.title='broken'">`,
  body: "Words & <b>words</b>",
  button: "See it",
  link: "/offer",
  ...(kind === "inline" && { slot: "hero" }),
  ...more,
});

for (const kind of ["banner", "modal", "inline"] as const) {
  test(`a ${kind} is shown from the answer to the page view, as text, under the strictest policy`, async () => {
    page(`<div data-score-slot="hero">Before</div>`);
    endpoint.actions = [action(kind)];
    await open();
    const card = shown(`${kind}-1`).locator(".card");
    await card.waitFor();
    expect(await shown(`${kind}-1`).getAttribute("data-kind")).toBe(kind);
    expect(await card.locator(".title").textContent()).toBe(`<img src=x onerror="document.title='broken'">`);
    expect(await card.locator("img, b").count()).toBe(0);
    expect(await visit.page.title()).toBe("Page");
    expect(await card.evaluate((element) => getComputedStyle(element).display)).not.toBe("inline");
    await endpoint.until(() => promotions("view_promotion").length === 1);
    expect(promotions("view_promotion")[0]).toEqual({
      promotion_id: `${kind}-1`,
      creative_slot: kind === "inline" ? "hero" : kind,
    });
    // Answers to those events hold it again; it stays the only one.
    await visit.page.waitForTimeout(150);
    expect(await shown(`${kind}-1`).count()).toBe(1);
    expect(promotions("view_promotion")).toHaveLength(1);
  });
}

test("a modal closes on Escape and gives the focus back", async () => {
  page();
  await open();
  await visit.page.focus("#before");
  await endpoint.until(() => endpoint.events().length === 1);
  endpoint.actions = [action("modal", { dismiss: "No, thank you" })];
  await visit.page.evaluate(() => void setTimeout(() => window.scoreline.track("ask")));
  await shown("modal-1").locator("dialog").waitFor();
  expect(await visit.page.evaluate(() => document.activeElement?.tagName)).toBe("SCORELINE-ACTION");
  await visit.page.keyboard.press("Escape");
  await endpoint.until(() => promotions("promotion_dismissed").length === 1);
  expect(await shown("modal-1").count()).toBe(0);
  expect(await visit.page.evaluate(() => document.activeElement?.id)).toBe("before");
  await visit.page.waitForTimeout(200);
  expect(await shown("modal-1").count()).toBe(0);
});

test("a modal waits until the page's own dialog is closed", async () => {
  page(`<dialog id="own">Own</dialog><script src="/own.js"></script>`);
  endpoint.pages.set("/own.js", { html: "own.showModal()", headers: { "content-type": "text/javascript" } });
  endpoint.actions = [action("modal")];
  await open();
  await endpoint.until(() => endpoint.events().length === 1);
  await visit.page.waitForTimeout(300);
  expect(await shown("modal-1").count()).toBe(0);
  expect(promotions("view_promotion")).toEqual([]);
  await visit.page.evaluate(() => (document.getElementById("own") as HTMLDialogElement).close());
  await shown("modal-1").locator("dialog").waitFor();
});

test.each([
  ["a dialog that is there but not to be seen", "visibility:hidden", ""],
  [
    "one in a browser that does not say what is to be seen",
    "display:none",
    "delete Element.prototype.checkVisibility",
  ],
])("a modal does not wait for %s", async (_, style, script) => {
  page(`<div style="${style}"><div role="dialog" aria-modal="true">Cart</div></div>`, {});
  await visit.page.addInitScript(script);
  endpoint.actions = [action("modal")];
  await open();
  await shown("modal-1").locator("dialog").waitFor();
  expect(await visit.page.getByText("Cart").isVisible()).toBe(false);
});

test("following an action reports it, and closing one has a name for screen readers", async () => {
  endpoint.pages.set("/offer", { html: "<!doctype html><title>Offer</title>" });
  page();
  endpoint.actions = [action("banner", { language: "tr" })];
  await open();
  expect(await shown("banner-1").locator(".close").getAttribute("aria-label")).toBe("Kapat");
  await shown("banner-1").locator("a").click();
  await visit.page.waitForURL("**/offer");
  await endpoint.until(() => promotions("select_promotion").length === 1);
  await visit.page.goto(endpoint.site + "/");
  await shown("banner-1").locator(".close").click();
  await endpoint.until(() => promotions("promotion_dismissed").length === 1);
  expect(promotions("promotion_dismissed")[0]).toEqual({ promotion_id: "banner-1", creative_slot: "banner" });
});

test("an inline action without its slot is not shown and not counted", async () => {
  page();
  endpoint.actions = [action("inline")];
  await open();
  await endpoint.until(() => endpoint.events().length === 1);
  await visit.page.waitForTimeout(300);
  expect(await visit.page.locator("scoreline-action").count()).toBe(0);
  expect(endpoint.events()).toHaveLength(1);
});

test("what stood in a slot comes back when its action is closed", async () => {
  page(`<div data-score-slot="hero"><p>Our own words</p></div>`);
  endpoint.actions = [action("inline")];
  await open();
  await shown("inline-1").locator(".card").waitFor();
  expect(await visit.page.isVisible("p")).toBe(false);
  await shown("inline-1").locator(".close").click();
  expect(await visit.page.isVisible("p")).toBe(true);
});

test("a slot on an element that can have no shadow root keeps its own words, and the developer is told", async () => {
  page(`<ul><li data-score-slot="hero"><p>Our own words</p></li></ul>`);
  endpoint.actions = [action("inline")];
  await open();
  await endpoint.until(() => visit.lines.length === 1);
  expect(await visit.page.locator("scoreline-action").count()).toBe(0);
  expect(await visit.page.isVisible("p")).toBe(true);
});

test("an address that is neither on the site nor https is left out", async () => {
  page();
  for (const link of [
    "javascript:alert(1)",
    "//evil.test",
    "/\\evil.test",
    "http://evil.test",
    "https://shop.test@evil.test/",
    "data:text/html,x",
  ]) {
    endpoint.actions = [action("banner", { link, image: link })];
    await visit.page.goto(endpoint.site + "/");
    const card = shown("banner-1").locator(".card");
    await card.waitFor();
    expect(await card.locator("a, img").count()).toBe(0);
    expect(await card.locator(".follow").textContent()).toBe("See it");
  }
});

test("the promo code is copied by its button", async () => {
  page();
  endpoint.actions = [action("banner", { promoCode: "SPRING-24" })];
  await open({ permissions: ["clipboard-read", "clipboard-write"] });
  const code = shown("banner-1").locator(".code");
  expect(await code.textContent()).toBe("SPRING-24");
  await code.click();
  await visit.page.waitForFunction(
    () =>
      document.querySelector("scoreline-action")?.shadowRoot?.querySelector(".code")?.textContent ===
      "Copied",
  );
  expect(await visit.page.evaluate(() => navigator.clipboard.readText())).toBe("SPRING-24");
});

test("nothing on the page moves", async () => {
  const text = "<p>Words and words.</p>".repeat(30);
  page(
    `<div data-score-slot="hero" class="kept"></div>${text}`,
    {},
    "<style>.kept{min-height:260px}</style>",
  );
  endpoint.actions = [action("banner"), action("modal"), action("inline")];
  await visit.page.addInitScript(() => {
    const shifts: number[] = (window.shifts = []);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
    }).observe({ type: "layout-shift", buffered: true });
  });
  await visit.page.goto(endpoint.site + "/");
  for (const id of ["banner-1", "modal-1", "inline-1"]) await shown(id).locator(".card").waitFor();
  await visit.page.waitForTimeout(600);
  expect(await visit.page.evaluate(() => window.shifts)).toEqual([]);
});

test("words of a language from right to left are set so", async () => {
  page();
  endpoint.actions = [action("banner", { language: "ar" })];
  await open();
  expect(await shown("banner-1").locator(".card").getAttribute("dir")).toBe("rtl");
});

test("the page hears what is shown, and its theme is used", async () => {
  endpoint.pages.set("/theme.css", {
    html: ":root{--scoreline-background:rgb(1,2,3)}",
    headers: { "content-type": "text/css" },
  });
  endpoint.pages.set("/listen.js", {
    html: "addEventListener('load', () => { scoreline.on('action', (action) => (document.title = 'shown ' + action.id)); })",
    headers: { "content-type": "text/javascript" },
  });
  page(
    "",
    { "content-security-policy": strict() },
    `<link rel="stylesheet" href="/theme.css"><script src="/listen.js"></script>`,
  );
  // Only the second answer holds the action: by then the page listens.
  const asked = endpoint
    .arrival(({ type }) => type === "page")
    .then(() => (endpoint.actions = [action("banner")]));
  await Promise.all([visit.page.goto(endpoint.site + "/"), asked]);
  await visit.page.evaluate(() => window.scoreline.track("ask"));
  await visit.page.waitForFunction(() => document.title === "shown banner-1");
  const colour = await shown("banner-1")
    .locator(".card")
    .evaluate((card) => getComputedStyle(card).backgroundColor);
  expect(colour).toBe("rgb(1, 2, 3)");
});
