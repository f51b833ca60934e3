import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { House, type Json } from "./support/house.ts";
import { Receiver } from "./support/receiver.ts";
import { answerOn, visit } from "./support/visit.ts";

const artifacts = "test/artifacts/saas";
let house: House;
let browser: Browser;
const receiver = new Receiver();

beforeAll(async () => {
  mkdirSync(artifacts, { recursive: true });
  await receiver.open();
  [house, browser] = await Promise.all([House.open("saas"), launchBrowser()]);
  const { secret } = await house.admin("/destinations", {
    kind: "webhook",
    url: receiver.url,
    purposes: ["marketing", "sales"],
  });
  receiver.secret = secret;
});
afterAll(async () => {
  await browser.close();
  await house.close();
  await receiver.close();
});

const handedOff = (email: string) => receiver.received.filter(({ body }) => body.data.who.email === email);

async function askForGuide(page: Page, path: string, email: string, occupation: string): Promise<void> {
  await page.goto(house.url + path);
  const form = page.locator("form#guide");
  await form.locator("[name=name]").fill("Ada Kaya");
  await form.locator("[name=email]").fill(email);
  await form.locator("[name=occupation]").selectOption(occupation);
  await form.locator("[type=submit]").click();
  await page.locator("#guide-thanks").waitFor();
}

async function download(page: Page): Promise<void> {
  const started = page.waitForEvent("download");
  await page.locator("#guide-thanks a").click();
  expect((await started).suggestedFilename()).toMatch(/^fair-week-..\.csv$/);
}

async function askForDemo(page: Page, path: string, email: string): Promise<void> {
  await page.goto(house.url + path);
  const form = page.locator("form#demo");
  await form.locator("[name=name]").fill("Ada Kaya");
  await form.locator("[name=email]").fill(email);
  await form.locator("[name=company]").fill("Café Lumina");
  await form.locator("[name=employees]").fill("700");
  await form.locator("[type=submit]").click();
  await page.waitForURL(/thank-you|multumim/);
}

async function signUp(page: Page, path: string, email: string): Promise<void> {
  await page.goto(house.url + path);
  const form = page.locator("form#sign-up");
  await form.locator("[name=name]").fill("Ada Kaya");
  await form.locator("[name=email]").fill(email);
  await form.locator("[name=company]").fill("Café Lumina");
  await form.locator("[name=employees]").fill("700");
  await form.locator("[name=password]").fill("correct horse");
  await form.locator("[type=submit]").click();
  await page.locator("[data-app]").waitFor();
}

const paid = (lead: Json) => lead.receipts.map(({ ruleId, points }: Json) => [ruleId, points]);

describe.each([
  { language: "en", width: 1280, root: "/saas/", names: ["guide", "demo", "trial", "pricing", "login"] },
  {
    language: "ro",
    width: 390,
    root: "/saas/ro/",
    names: ["ghid", "demo", "proba-gratuita", "preturi", "autentificare"],
  },
])("the SaaS site in Chromium ($language, $width px)", ({ language, width, root, names }) => {
  const [guide, demo, trial, pricing, login] = names.map((name) => `${root}${name}/`) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const open = async () =>
    visit(await browser.newContext({ viewport: { width, height: 800 }, locale: language }));

  it("G8: a student who downloads is disqualified with the reason, and handed to nobody at any score", async () => {
    const email = `student.${language}@example.com`;
    const { page, errors } = await open();
    await askForGuide(page, guide, email, "Student");
    // Being a student alone disqualifies nobody.
    expect((await house.lead(email)).disqualification).toBe(null);
    await download(page);
    const { disqualification } = await house.lead(email, (lead) => lead.disqualification !== null);
    expect(disqualification).toEqual({ id: "student", label: "Student who downloads for a study" });

    await askForDemo(page, demo, email);
    await page.goto(house.url + pricing);
    await house.serverTrack("meeting_booked", { email });
    const lead = await house.lead(email, ({ total }) => total >= 60);
    expect(lead.disqualification).toMatchObject({ id: "student" });
    expect(handedOff(email)).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("G8: a manager who downloads the same is a lead, and a demo request is handed on", async () => {
    const email = `manager.${language}@example.com`;
    const { page, errors } = await open();
    await askForGuide(page, guide, email, "Manager");
    await download(page);
    await askForDemo(page, demo, email);
    const lead = await house.lead(email, ({ receipts }) =>
      receipts.some(({ ruleId }: Json) => ruleId === "demo_request"),
    );
    expect(lead.disqualification).toBe(null);
    await expect.poll(() => handedOff(email).length).toBe(1);
    expect(handedOff(email)).toMatchObject([{ isSigned: true, body: { type: "lead.marketing" } }]);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("G21: an answer to the question on the page becomes a trait, rules score it, and it is not asked again", async () => {
    const email = `answer.${language}@example.com`;
    const { page, errors } = await open();
    await page.goto(house.url + pricing);
    const survey = page.locator('scoreline-action[data-action="what_brought_you"]');
    // The element itself has no box; what is in it stands in the corner.
    await survey.getByRole("button").first().waitFor();
    await page.waitForTimeout(600);
    await page.screenshot({ path: `${artifacts}/survey-${language}-${width}.png` });
    await survey
      .getByRole("button", {
        name: language === "en" ? "Replacing another tool" : "Înlocuiesc alt instrument",
      })
      .click();
    await askForGuide(page, guide, email, "Owner");
    const lead = await house.lead(email, ({ traits }) => traits.broughtBy !== undefined);
    expect(lead.traits).toMatchObject({ broughtBy: "replacing another tool" });
    expect(lead.timeline.map(({ name }: Json) => name)).toContain("survey_answered");
    expect(paid(lead)).toContainEqual(["replacing", 10]);

    const { actions } = await answerOn(page, house.url + pricing);
    expect(actions.map(({ id }: Json) => id)).not.toContain("what_brought_you");
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("goes from the prices to the trial, the app, and back in by log-in: one visitor, known by the site's own id", async () => {
    const email = `trial.${language}@example.com`;
    const { page, errors } = await open();
    await page.goto(house.url + pricing);
    await signUp(page, trial, email);
    await page.locator("[data-shift]").first().click();
    expect(await page.locator("[data-open-count]").textContent()).toBe("1");
    await page.locator("[data-publish]").click();
    await page.locator("[data-published]").waitFor();
    const account = await page.evaluate(() => JSON.parse(localStorage.getItem("weekwise_account") ?? ""));
    const lead = await house.lead(email, ({ timeline }) =>
      timeline.some(({ name }: Json) => name === "week_published"),
    );
    expect(lead).toMatchObject({ name: "Ada Kaya", stage: "mql" });
    const told = lead.timeline.map(({ name }: Json) => name);
    expect(told.filter((name: string) => name === "sign_up")).toHaveLength(1);
    expect(told).toContain("group");
    expect(paid(lead)).toEqual(
      expect.arrayContaining([
        ["pricing", 10],
        ["trial", 20],
        ["employees", 15],
      ]),
    );

    await page.locator("[data-log-out]").click();
    await page.waitForURL(`**${login}`);
    await page.locator("#log-in [name=email]").fill("nobody@example.com");
    await page.locator("#log-in [name=password]").fill("correct horse");
    await page.locator("#log-in [type=submit]").click();
    await page.locator("[data-unknown]").waitFor();
    await page.locator("#log-in [name=email]").fill(email);
    await page.locator("#log-in [type=submit]").click();
    await page.locator("[data-app]").waitFor();
    const back = await page.evaluate(() => JSON.parse(localStorage.getItem("scoreline") ?? "{}"));
    expect(back.userId).toBe(account.user.id);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
