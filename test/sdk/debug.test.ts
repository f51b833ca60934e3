import { beforeEach, expect, test } from "vitest";
import { tag } from "./support/endpoint.ts";
import { endpoint, visit } from "./support/visits.ts";

beforeEach(() => {
  const policy = `default-src 'none'; script-src ${endpoint.host}; connect-src ${endpoint.host}; require-trusted-types-for 'script'`;
  endpoint.pages.set("/", {
    html: `<!doctype html><title>Home</title>${tag(endpoint.host)}<body>`,
    headers: { "content-security-policy": policy },
  });
});

const panel = () => visit.page.locator("scoreline-debug aside");
const debugFiles = () =>
  visit.page.evaluate(
    () => performance.getEntriesByType("resource").filter(({ name }) => name.includes("/s/debug-")).length,
  );

test("the panel is fetched only when it is asked for", async () => {
  await visit.page.goto(endpoint.site + "/");
  await endpoint.until(() => endpoint.requests.length === 1);
  expect(await debugFiles()).toBe(0);
  await visit.page.evaluate("scoreline.debug()");
  await panel().waitFor();
  expect(await debugFiles()).toBe(1);
  await visit.page.evaluate("scoreline.debug(false)");
  await panel().waitFor({ state: "detached" });
  expect(await panel().count()).toBe(0);
});

test("each event is shown with its fate, also those before the panel was there", async () => {
  await visit.page.goto(endpoint.site + "/?scoreline_debug");
  await panel().getByText("counted").first().waitFor();
  endpoint.mood = "error";
  await visit.page.evaluate("scoreline.track('stuck', { model: '<b>Aurora</b>' })");
  await panel().locator("summary", { hasText: "stuck" }).getByText("will be sent again").waitFor();
  await panel().locator("summary", { hasText: "stuck" }).click();
  await panel().getByText("<b>Aurora</b>").waitFor();
  endpoint.mood = "well";
  await panel().locator("summary", { hasText: "stuck" }).getByText("counted").waitFor();
  expect(await panel().locator("b").allTextContents()).toContain("stuck");
});

test("without consent it says that nobody is known", async () => {
  endpoint.pages.set("/", {
    html: `<!doctype html><title>Home</title>${tag(endpoint.host, 'data-consent="opt-in"')}<body>`,
  });
  await visit.page.goto(endpoint.site + "/?scoreline_debug");
  await panel().getByText("nobody is known").waitFor();
  await panel().getByText("none yet: no id is kept or sent").waitFor();
  await visit.page.evaluate("scoreline.setConsent('granted')");
  await panel().locator(".fact", { hasText: "consent" }).getByText("granted").waitFor();
  // The endpoint says who it is.
  await panel().getByText("nobody is known").waitFor({ state: "detached" });
  expect(await panel().getByText("nobody is known").count()).toBe(0);
});

test("its button closes it, by keyboard too", async () => {
  await visit.page.goto(endpoint.site + "/?scoreline_debug");
  await panel().getByRole("button", { name: "Close" }).focus();
  await visit.page.keyboard.press("Enter");
  await panel().waitFor({ state: "detached" });
  expect(await panel().count()).toBe(0);
});

test("it tells the device that only the page knows, where the browser refuses storage", async () => {
  const refusing = `Object.defineProperty(window, "localStorage", { get() { throw new Error("refused"); } })`;
  endpoint.pages.set("/", {
    html: `<!doctype html><title>Home</title><script>${refusing}</script>${tag(endpoint.host)}<body>`,
  });
  await visit.page.goto(endpoint.site + "/?scoreline_debug");
  await panel().getByText("counted").first().waitFor();
  const device = panel().locator(".fact", { hasText: "device" });
  expect(await device.textContent()).toContain(endpoint.requests[0]?.anonymousId);
});

test("who reads an event by keyboard stays there when the next one comes", async () => {
  await visit.page.goto(endpoint.site + "/?scoreline_debug");
  const view = panel().locator("details", { hasText: "page" }).last();
  await view.getByText("counted").waitFor();
  await view.locator("summary").focus();
  await visit.page.evaluate("scoreline.track('next')");
  await panel().locator("summary", { hasText: "next" }).getByText("counted").waitFor();
  const focused = () =>
    visit.page.evaluate(
      () => document.querySelector("scoreline-debug")?.shadowRoot?.activeElement?.textContent ?? "",
    );
  expect(await focused()).toContain("page");
});
