import { createHmac } from "node:crypto";
import { mkdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import axe from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { House } from "./support/house.ts";

const artifacts = "test/artifacts/setup";
let house: House;
let browser: Browser;
let context: BrowserContext;
/** The setup page: opened once, and never loaded again. */
let setup: Page;
const faults: string[] = [];
const servers: Server[] = [];

beforeAll(async () => {
  mkdirSync(artifacts, { recursive: true });
  [house, browser] = await Promise.all([House.open(), launchBrowser()]);
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  setup = await context.newPage();
  setup.on("pageerror", (error) => faults.push(error.message));
  setup.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await setup.goto(`${house.url}/dashboard/#token=adm_demo_local`);
  await setup.getByRole("link", { name: "Setup" }).click();
  await setup.getByRole("heading", { name: "Waiting for the first request" }).waitFor();
  await setup.evaluate(() => Object.assign(window, { isSamePage: true }));
});
afterAll(async () => {
  await browser.close();
  await house.close();
  for (const server of servers) server.close();
});

describe("the settings screen", () => {
  it("makes a key that is shown once and works, revokes it, and the audit log says who did", async () => {
    const page = await context.newPage();
    page.on("pageerror", (error) => faults.push(error.message));
    await page.goto(`${house.url}/dashboard/#token=adm_demo_local`);
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByLabel("Where it is used").fill("<b>Shop</b> server");
    await page.getByRole("button", { name: "Make a key" }).click();
    const key = (await page.locator(".made-secret-text").textContent()) ?? "";
    const statusOf = async (): Promise<number> => {
      const authorization = `Basic ${btoa(`${key}:`)}`;
      const init = { method: "POST", headers: { authorization }, body: '{"batch":[]}' };
      return (await fetch(`${house.url}/v1/batch`, init)).status;
    };
    expect(await statusOf()).toBe(200);
    const row = page.getByRole("listitem").filter({ hasText: "<b>Shop</b> server" });
    await row.getByRole("button", { name: "Revoke" }).click();
    await row.getByRole("button", { name: "Revoke now?" }).click();
    await row.getByText("Ended").waitFor();
    expect(await statusOf()).toBe(401);
    await page.getByRole("button", { name: "Check the chain" }).click();
    await page.getByText("rows are as they were written").waitFor();
    const newest = page.locator(".audit-row").first();
    expect(await newest.textContent()).toContain("Revoked a key");
    expect(await page.locator("main b").count()).toBe(0);
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: typeof axe }).axe.run(document),
    );
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await page.close();
  });
});

describe("the dashboard's files", () => {
  it("come under a policy that runs nothing but them, in no frame, as what they are", async () => {
    const page = await fetch(`${house.url}/dashboard/`);
    const script = /src="([^"]+\.js)"/.exec(await page.text())?.[1] ?? "";
    for (const { headers } of [page, await fetch(new URL(script, house.url))]) {
      const policy = headers.get("content-security-policy") ?? "";
      for (const part of [
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
      ]) {
        expect(policy.split("; ")).toContain(part);
      }
      expect(policy).not.toContain("unsafe");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("strict-transport-security")).toBe("max-age=31536000");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("access-control-allow-origin")).toBeNull();
    }
  });
});

/** What axe finds on the screen that is shown, in both colour schemes. */
async function violationsOf(page: Page): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // Colours change over a moment.
    await page.waitForTimeout(500);
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: typeof axe }).axe.run(document),
    );
    found.push(...violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]));
  }
  return found;
}

/** A page of a small site of its own; `HOST` in it is the worker. */
async function serve(
  html: string,
  headers: Record<string, string> = {},
  address = "127.0.0.1",
): Promise<string> {
  const fill = (text: string) => text.replaceAll("HOST", house.url);
  const server = createServer((_, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, fill(value));
    response.setHeader("content-type", "text/html; charset=utf-8").end(fill(html));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return `http://${address}:${(server.address() as AddressInfo).port}/`;
}

const tag = (key = "pub_demo_dealer", more = "") =>
  `<script async src="HOST/s.js" data-site="${key}"${more}></script>`;

/** Opens a page in another tab, as a visitor who was never there, and stays until this has been seen. */
async function visit(url: string, untilSeen: (page: Page) => Promise<void>): Promise<void> {
  const visitor = await browser.newContext();
  const page = await visitor.newPage();
  await page.goto(url);
  await untilSeen(page);
  await visitor.close();
}

const light = (name: string) => setup.locator("li.light", { hasText: name });
const cause = (words: string) => setup.locator(".setup-causes .finding", { hasText: words });

/** Puts an address into the form and gives the codes of what was found. */
async function check(url: string): Promise<string[]> {
  await setup.getByLabel("Address of a page of the site").fill(url);
  const answered = setup.waitForResponse((response) => response.url().endsWith("/setup/check"));
  await setup.getByRole("button", { name: "Check", exact: true }).click();
  await answered;
  const found = setup.locator(".check-result .finding");
  await found.first().waitFor();
  return found.evaluateAll((items) =>
    items.map((item) => `${item.className.split("-").at(-1)} ${item.getAttribute("data-code")}`),
  );
}

async function photograph(name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 390]) {
      await setup.emulateMedia({ colorScheme });
      await setup.setViewportSize({ width, height: 900 });
      await setup.waitForTimeout(800);
      await setup.screenshot({ path: `${artifacts}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await setup.setViewportSize({ width: 1280, height: 900 });
}

it("shows the site's own snippet, ready to paste, in every way", async () => {
  await photograph("waiting");
  const text = setup.locator(".snippet-text");
  expect(await text.innerText()).toBe(
    `<script async src="${house.url}/s.js" data-site="pub_demo_dealer"></script>`,
  );
  await setup.getByRole("button", { name: "Opt-in consent" }).click();
  await expect.poll(() => text.innerText()).toContain('data-consent="opt-in"');
  expect(await text.innerText()).toContain(`"${house.url}/v1/batch"`);
  expect(await text.innerText()).toContain('writeKey:"pub_demo_dealer"');
  expect(await text.innerText()).not.toMatch(/HOST|"KEY"|sec_/);
});

it("names a wrong key, and a page that is not the site's, while nothing has arrived yet", async () => {
  const wrongKey = await serve(tag("pub_demo_deeler"));
  await visit(wrongKey, () => cause("uses the key pub_demo_deeler, which nobody knows").waitFor());
  const foreign = await serve(tag(), {}, "127.0.0.2");
  const { origin } = new URL(foreign);
  await visit(foreign, () => cause(`${origin} is not one of the site's origins`).waitFor());
  await setup.getByRole("heading", { name: "Something arrives, and is refused" }).waitFor();
  expect(await setup.locator(".light.is-seen").count()).toBe(0);
});

it("names consent that is missing, and does not take it for a page view", async () => {
  const asking = await serve(tag("pub_demo_dealer", ' data-consent="opt-in"'));
  await visit(asking, () => cause("Consent is missing").waitFor());
  await light("Script seen").and(setup.locator(".is-seen")).waitFor();
  expect(await light("First page view").getAttribute("class")).toContain("is-waiting");
  await photograph("causes");
});

it("turns green by itself while somebody walks through the site in another tab", async () => {
  await visit(`${house.url}/models/aurora/`, async (page) => {
    await light("First page view").and(setup.locator(".is-seen")).waitFor();
    const form = page.locator("form#offer");
    await form.locator("[name=name]").fill("Ada Kaya");
    await form.locator("[name=email]").fill("ada@example.com");
    await form.locator("[type=submit]").click();
    await light("First identify").and(setup.locator(".is-seen")).waitFor();
  });
  await setup.getByRole("heading", { name: "Everything arrives" }).waitFor();
  expect(await setup.evaluate(() => "isSamePage" in window)).toBe(true);
});

it("names consent that was denied", async () => {
  await visit(
    await serve(`${tag()}<button onclick="scoreline.setConsent('denied')">No</button>`),
    async (page) => {
      await page.waitForFunction(() => "scoreline" in window);
      await page.getByRole("button").click();
      await cause("Consent was denied").waitFor();
    },
  );
  // Others are counted: it is a visitor's right, and no fault.
  expect(await cause("Consent was denied").getAttribute("class")).toContain("is-note");
});

it("finds two copies, a policy that blocks, and nothing where all is well", async () => {
  expect(await check(await serve(`<head>${tag()}</head><body>${tag()}</body>`))).toContain(
    "warning two_copies",
  );
  const policy = "default-src 'self'; script-src 'self' 'nonce-abc'";
  const blocked = await serve(tag(), { "content-security-policy": policy });
  expect(await check(blocked)).toEqual(
    expect.arrayContaining(["error csp_blocks_script", "error csp_blocks_requests", "good right_key"]),
  );
  await photograph("checked");
  const open = "default-src 'self'; script-src 'self' HOST; connect-src HOST";
  expect(await check(await serve(tag(), { "content-security-policy": open }))).toEqual([
    "note no_stub",
    "good right_key",
    "good origin_allowed",
    "good csp_allows",
  ]);
});

it("agrees with Chromium on which policies let the script in and its events out", async () => {
  const policies = [
    "script-src HOST; connect-src HOST",
    "script-src 'self' 'nonce-abc'; connect-src *",
    "default-src HOST",
    "default-src 'self' http:",
    "script-src 'strict-dynamic' 'nonce-other' HOST",
    "script-src 'strict-dynamic' 'nonce-right'; connect-src 'self' HOST",
    "script-src HOST/s/; connect-src *",
    "script-src HOST/s.js HOST/s/; connect-src HOST/v1/",
    "script-src http://127.0.0.1:*; connect-src http://127.0.0.1",
    "script-src *; connect-src 'none'",
  ];
  for (const policy of policies) {
    const url = await serve(tag("pub_demo_dealer", ' nonce="right"'), { "content-security-policy": policy });
    const visitor = await browser.newContext();
    const page = await visitor.newPage();
    const heard = Promise.race([
      page.waitForEvent("response", (response) => response.url().endsWith("/v1/batch")).then(() => true),
      page
        .waitForEvent("console", (message) => /Content Security Policy/i.test(message.text()))
        .then(() => false),
    ]);
    await page.goto(url);
    const isHeard = await heard;
    const { findings } = await house.admin("/setup/check", { url });
    const isBlocked = findings.some(({ code }: { code: string }) => code.startsWith("csp_blocks"));
    expect({ policy, isBlocked }).toEqual({ policy, isBlocked: !isHeard });
    await visitor.close();
  }
});

it("takes an origin that was refused, by one press beside it", async () => {
  const foreign = await serve(tag(), {}, "127.0.0.3");
  const { origin } = new URL(foreign);
  const refused = cause(`${origin} is not one of the site's origins`);
  await visit(foreign, () => refused.waitFor());
  await refused.getByRole("button", { name: `Add ${origin}` }).click();
  await refused.getByText("It is one of the site's origins now").waitFor();
  const { site } = await house.admin("/site");
  expect(site.origins).toContain(origin);
});

it("makes a debug link and a preview link for the page", async () => {
  await setup.getByLabel("Address of a page of the site").fill(`${house.url}/models/?color=red`);
  await setup.getByRole("button", { name: "Make a debug link" }).click();
  const link = setup.locator(".made-link a.mono");
  await expect
    .poll(() => link.getAttribute("href"))
    .toMatch(/\/models\/\?color=red&scoreline_debug=[\w.-]+$/);
  await setup.getByLabel("Action to preview").selectOption("showroom_welcome");
  await setup.getByRole("button", { name: "Make a preview link" }).click();
  await expect.poll(() => link.getAttribute("href")).toMatch(/&scoreline_preview=[\w-]{22}$/);
  await photograph("linked");
});

it("sets a source up, says what to paste where, and shows what came, strangers' texts as texts", async () => {
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.goto(`${house.url}/dashboard/#token=adm_demo_local`);
  await page.getByRole("link", { name: "Sources" }).click();
  await page.getByRole("button", { name: "Calendly" }).click();
  await page.getByRole("button", { name: "Add source" }).click();
  const source = page.getByRole("region", { name: "Calendly" });
  await source.getByText("Waits for its first delivery").waitFor();
  const address = (await source.locator(".source-address code").textContent()) ?? "";
  const key = (await source.locator(".source-secret code").textContent()) ?? "";
  expect(await source.locator(".source-steps").textContent()).toContain(address);

  const nasty = "<img src=x onerror=alert(1)>";
  const deliver = async (body: unknown, signedWith: string) => {
    const text = JSON.stringify(body);
    const time = Math.floor(Date.now() / 1000);
    const signature = createHmac("sha256", signedWith).update(`${time}.${text}`).digest("hex");
    const headers = { "calendly-webhook-signature": `t=${time},v1=${signature}` };
    return (await fetch(address, { method: "POST", body: text, headers })).status;
  };
  const booking = { event: "invitee.created", payload: { email: "ada@example.com", name: nasty, uri: "1" } };
  expect(await deliver(booking, "not the key")).toBe(401);
  expect(await deliver(booking, key)).toBe(200);
  expect(await deliver({ event: nasty, payload: {} }, key)).toBe(200);

  // Coming back reads the log at once, and what was made is still shown: the page was not left.
  await page.getByRole("link", { name: "Leads" }).click();
  await page.getByRole("link", { name: "Sources" }).click();
  await source.getByText("Works", { exact: true }).waitFor();
  const rows = await source.locator(".source-table .row").allTextContents();
  expect(rows.map((row) => row.replace(/now$|\d+ \w+ ago$/, ""))).toEqual([
    "Taken 2001 ignored",
    "Taken 2001 counted",
    "Refused 401the signature does not match: compare the secret in the settings with the provider's",
  ]);
  expect(await page.locator("main img").count()).toBe(0);
  expect(await violationsOf(page)).toEqual([]);
  await page.screenshot({ path: `${artifacts}/sources.png`, fullPage: true });
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.screenshot({ path: `${artifacts}/sources-narrow.png`, fullPage: true });
  await page.close();
});

it("can be read and used by everybody, and has no fault in its console", async () => {
  expect(await violationsOf(setup)).toEqual([]);
  expect(faults).toEqual([]);
});
