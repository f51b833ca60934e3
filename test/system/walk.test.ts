import { mkdirSync, readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { eventually, House, type Json } from "./support/house.ts";
import { Receiver } from "./support/receiver.ts";
import { visit } from "./support/visit.ts";

const artifacts = "test/artifacts/walk";
let house: House;
let browser: Browser;
const receiver = new Receiver();

beforeAll(async () => {
  mkdirSync(artifacts, { recursive: true });
  await receiver.open();
  [house, browser] = await Promise.all([House.open(), launchBrowser("whole")]);
  const { secret } = await house.admin("/destinations", { kind: "webhook", url: receiver.url });
  receiver.secret = secret;
});
afterAll(async () => {
  await browser.close();
  await house.close();
  await receiver.close();
});

/** Waits until the lead's total is this, and gives the whole lead. */
async function leadWithTotal(email: string, total: number): Promise<Json> {
  return house.lead(email, (lead) => lead.total === total);
}

async function fillForm(page: Page, email: string): Promise<void> {
  const form = page.locator("form#offer");
  await form.locator("[name=name]").fill("Ada Kaya");
  await form.locator("[name=email]").fill(email);
  await form.locator("[type=submit]").click();
  await page.waitForURL(/thank-you|tesekkurler/);
}

describe.each([
  {
    language: "en",
    start: "/models/aurora/",
    directions: "/directions/",
    words: "Book a test drive",
    width: 1280,
  },
  {
    language: "tr",
    start: "/tr/modeller/boreal/",
    directions: "/tr/yol-tarifi/",
    words: "Test sürüşü ayarla",
    width: 390,
  },
])(
  "the dealer's site in Chromium ($language, $width px)",
  ({ language, start, directions, words, width }) => {
    const email = `ada.${language}@example.com`;

    it("walks a visitor from a model to MQL: 10, 13, 20, 40, with the promotion on that very page and one hand-off", async () => {
      const context = await browser.newContext({ viewport: { width, height: 800 }, locale: language });
      const { page, errors, requests } = await visit(context);
      await page.goto(house.url + start);
      await fillForm(page, email);
      const lead = await leadWithTotal(email, 10);
      expect(lead).toMatchObject({ stage: "lead", name: "Ada Kaya" });

      await house.serverTrack("email_opened", { email });
      await leadWithTotal(email, 13);
      await house.serverTrack("email_link_clicked", { email });
      const before = await leadWithTotal(email, 20);
      expect(before.stage).toBe("lead");

      requests.length = 0;
      const answered = page.waitForResponse((response) => response.url().endsWith("/v1/batch"));
      await page.goto(house.url + directions);
      const answer = await (await answered).json();
      expect(answer).toMatchObject({ stage: "mql", total: 40 });
      expect(answer.actions.map(({ id }: Json) => id)).toContain("showroom_welcome");
      const banner = page.locator('scoreline-action[data-action="showroom_welcome"]');
      await banner.getByText(words).waitFor();
      // The answer to the page view was enough: what follows only reports that the promotion was seen.
      expect(requests.length).toBeLessThanOrEqual(2);
      await page.waitForTimeout(600);
      await page.screenshot({ path: `${artifacts}/${language}-${width}.png` });

      const qualified = await leadWithTotal(email, 40);
      expect(qualified.stages.map(({ stage, kind }: Json) => `${stage} ${kind}`)).toEqual([
        "lead entered",
        "mql entered",
      ]);
      const crossing = qualified.timeline.find(
        ({ eventId }: Json) => eventId === qualified.stages[1].eventId,
      );
      expect(crossing).toMatchObject({ name: "page_view", pageKind: "directions", total: 40 });
      expect(qualified.receipts.map(({ ruleId, points }: Json) => [ruleId, points])).toEqual([
        ["model_form", 10],
        ["email_open", 3],
        ["email_click", 7],
        ["directions", 20],
      ]);

      const mine = () => receiver.received.filter(({ body }) => body.data.who.email === email);
      await eventually(async () => mine().length > 0);
      await page.goto(house.url + directions);
      await banner.getByText(words).waitFor();
      await page.waitForTimeout(500);
      await leadWithTotal(email, 40);
      expect(mine()).toHaveLength(1);
      expect(mine()[0]).toMatchObject({
        isSigned: true,
        body: {
          type: "lead.sales",
          data: {
            who: { email, name: "Ada Kaya", channel: "email" },
            why: { total: 40, stage: "mql", stageLabel: "MQL" },
            what: { model: language === "en" ? "Aurora" : "Boreal" },
            where: { lead: expect.stringContaining(qualified.id) },
          },
        },
      });
      expect(mine()[0]?.body.data.why.receipts).toHaveLength(4);
      expect(errors).toEqual([]);
      await context.close();
    });
  },
);

it("keeps one visitor over pages, reloads and a second tab, and loses no page view of a quick leaver", async () => {
  const context = await browser.newContext();
  const { page } = await visit(context);
  for (const path of ["/", "/models/", "/finance/"])
    await page.goto(house.url + path, { waitUntil: "domcontentloaded" });
  await page.reload();
  const tab = await context.newPage();
  await tab.goto(`${house.url}/directions/`);
  const lead = await eventually(async () => {
    const { leads } = await house.admin("/leads?known=false");
    const found = leads.find(({ events }: Json) => events >= 5);
    return found !== undefined && (await house.admin(`/leads/${found.id}`));
  });
  expect(lead.timeline.map(({ path }: Json) => path).toReversed()).toEqual([
    "/",
    "/models/",
    "/finance/",
    "/finance/",
    "/directions/",
  ]);
  await context.close();
});

it("loses no form that is submitted before the SDK can read forms: it waits for that, and goes on its way", async () => {
  const context = await browser.newContext();
  const { page, errors } = await visit(context);
  await page.route(/\/s\/capture-/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await route.continue();
  });
  const email = "at.once@example.com";
  await page.goto(`${house.url}/models/cirrus/`);
  await fillForm(page, email);
  expect(await leadWithTotal(email, 10)).toMatchObject({ stage: "lead", name: "Ada Kaya" });
  expect(errors).toEqual([]);
  await context.close();
});

it("gives a person their copy and their explanation, keeps an objection, and erases them, with the dashboard's buttons", async () => {
  const email = "copy@example.com";
  const batch = [
    { type: "identify", messageId: "copy-1", anonymousId: "device-of-the-copy", traits: { email } },
    {
      type: "page",
      messageId: "copy-2",
      anonymousId: "device-of-the-copy",
      properties: { path: "/directions/", url: `${house.url}/directions/` },
    },
  ];
  await fetch(`${house.url}/v1/batch`, {
    method: "POST",
    body: JSON.stringify({ writeKey: "pub_demo_dealer", batch }),
  });
  const { id } = await house.lead(email, ({ total }) => total > 0);
  const context = await browser.newContext({ locale: "tr-TR" });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.goto(`${house.url}/dashboard/#token=adm_demo_local`);
  await page.getByRole("link", { name: "Settings" }).waitFor();
  await page.goto(`${house.url}/dashboard/#/leads/${id}`);
  const textOf = async (button: string): Promise<string> => {
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: button }).click(),
    ]);
    return readFileSync(await file.path(), "utf8");
  };
  const copy: Json = JSON.parse(await textOf("Export"));
  expect(copy.visitors[0].events[0].traits).toMatchObject({ email });
  expect(await textOf("Explain the score")).toContain("nasıl değerlendirdi");
  await page.getByRole("switch", { name: "Objects to scoring" }).click();
  await page.getByRole("button", { name: "Record the objection" }).click();
  await page.getByText("No points, no actions, no hand-offs").waitFor();
  expect(await house.admin(`/leads/${id}`)).toMatchObject({ total: 0 });

  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Export all leads" }).click();
  const csv = page.getByRole("button", { name: "CSV" }).first();
  await csv.waitFor();
  expect(await textOf("CSV")).toContain(`"${email}"`);

  await page.goto(`${house.url}/dashboard/#/leads/${id}`);
  await page.getByRole("button", { name: "Erase", exact: true }).click();
  await page.screenshot({ path: `${artifacts}/erase.png` });
  await page.getByRole("button", { name: "Erase for good" }).click();
  await page.waitForURL(/#\/leads$/);
  expect(await house.admin(`/leads?q=${email}`)).toMatchObject({ leads: [] });
  expect(faults).toEqual([]);
  await context.close();
});
