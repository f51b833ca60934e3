import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Action } from "../../shared/schema/action.ts";
import { launchBrowser } from "../support/browser.ts";
import { eventually, House, type Json } from "../system/support/house.ts";

let house: House;
let browser: Browser;
let page: Page;

const survey: Action = {
  id: "why_here",
  kind: "survey",
  when: {
    all: [{ test: "page_kind", is: "home" }, { not: { test: "trait", name: "broughtBy", exists: true } }],
  },
  texts: { en: { title: "What brought you here?" }, tr: { title: "Sizi buraya ne getirdi?" } },
  trait: "broughtBy",
  options: [
    { value: "replacing", label: { en: "My car is getting old", tr: "Aracım eskidi" } },
    { value: "looking", label: { en: "Just looking", tr: "Sadece bakıyorum" } },
  ],
};
const rule = {
  id: "replacing",
  type: "state",
  label: "Wants to replace the car",
  points: 15,
  while: { test: "trait", name: "broughtBy", equals: "replacing" },
};

beforeAll(async () => {
  [house, browser] = await Promise.all([House.open(), launchBrowser()]);
  const { model } = await house.admin("/model");
  await house.admin("/model/publish", {
    ...model,
    actions: [...model.actions, survey],
    rules: [...model.rules, { ...rule, score: model.scores[0].id }],
  });
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

const anonymous = async (): Promise<Json[]> => (await house.admin("/leads?known=false")).leads as Json[];

test("an answer given on the demo site becomes a trait, and the rule on it scores from then on", async () => {
  page = await browser.newPage({ locale: "tr" });
  await page.goto(`${house.url}/tr/`);
  const card = page.locator("scoreline-action[data-action=why_here] .card");
  await card.getByText("Sizi buraya ne getirdi?").waitFor();
  await card.getByText("Aracım eskidi").click();
  const lead = await eventually(async () => {
    const [found] = await anonymous();
    return found !== undefined && found.total === 15 && (await house.admin(`/leads/${found.id}`));
  });
  expect(lead.receipts.map(({ ruleId, points }: Json) => [ruleId, points])).toEqual([["replacing", 15]]);
  expect(lead.timeline.map(({ name }: Json) => name).toReversed()).toEqual(
    expect.arrayContaining([
      "page_view",
      "view_promotion",
      "identify",
      "survey_answered",
      "select_promotion",
    ]),
  );
  // It knows by now: the question is not asked again.
  const answered = page.waitForResponse((response) => response.url().includes("/v1/"));
  await page.goto(`${house.url}/tr/`);
  expect((await (await answered).json()).actions).toEqual([]);
  expect(await card.count()).toBe(0);
  await page.context().close();
});

test("a preview link shows an action of the published model, and no visitor comes of it", async () => {
  const before = await anonymous();
  const { link } = await house.admin("/previews", {
    action: "showroom_welcome",
    page: `${house.url}/directions/`,
  });
  page = await browser.newPage();
  const requests: string[] = [];
  page.on("request", (request) => requests.push(new URL(request.url()).pathname));
  await page.goto(link);
  await page.locator("scoreline-action[data-action=showroom_welcome] .card").waitFor();
  await page.locator("scoreline-preview p").getByText("Nothing is recorded").waitFor();
  await page.goto("about:blank");
  await page.waitForTimeout(500);
  expect(requests.filter((path) => path.startsWith("/v1/"))).toEqual([
    expect.stringMatching(/^\/v1\/previews\//),
  ]);
  expect(await anonymous()).toEqual(before);
  await page.context().close();
});
