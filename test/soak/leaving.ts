/**
 * Does what visitors do when they leave, a thousand times each way, in Chromium against the real
 * worker, and counts what became of it.
 *
 *     npm run soak:leaving -- --trials 1000 --json
 *
 * Every trial has a number of its own; at the end the worker is asked which numbers it counted. None
 * may be missing, and none may be there twice.
 */
import { parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../support/browser.ts";
import { House } from "../system/support/house.ts";
import { startSite, type LeavingSite } from "./leaving-site.ts";

const { values } = parseArgs({
  options: { trials: { type: "string", default: "1000" }, json: { type: "boolean", default: false } },
});
const trials = Number(values.trials);

/** Trials of one visitor: a lead's page shows its latest 500 events. */
const trialsPerVisitor = 50;

type Trial = (page: Page, site: LeavingSite, number: number) => Promise<void>;

const ready = (page: Page) => page.waitForFunction("window.scoreline?.loaded");
const atBare = (page: Page) => page.waitForURL("**/bare**", { waitUntil: "commit" });

/** What a visitor does, by name. Each reports `trial` with its number, or sends a form that holds it. */
const ways: Record<string, Trial> = {
  "event, then navigate": async (page, site, number) => {
    await page.goto(`${site.url}/page`);
    await ready(page);
    await page.evaluate(`scoreline.track("trial", { number: ${number} }); location.href = "/bare"`);
    await atBare(page);
  },
  "click right after load": async (page, site, number) => {
    await page.goto(`${site.url}/click?n=${number}`);
    await page.click("#code", { noWaitAfter: true });
    await atBare(page);
  },
  "click on a marked link right after load": async (page, site, number) => {
    await page.goto(`${site.url}/click?n=${number}`);
    await page.click("#marked", { noWaitAfter: true });
    await atBare(page);
  },
  "click on a link to a file right after load": async (page, site, number) => {
    await page.goto(`${site.url}/click?n=${number}`);
    // Before the script it would be the stub's, which listens to forms only.
    await ready(page);
    await page.click("#file", { noWaitAfter: true });
    await atBare(page);
  },
  "tab close": async (page, site, number) => {
    const tab = await page.context().newPage();
    await tab.goto(`${site.url}/page`);
    await ready(tab);
    await tab.evaluate(`scoreline.track("trial", { number: ${number} })`);
    await tab.close({ runBeforeUnload: false });
  },
  "form that navigates": async (page, site, number) => {
    await page.goto(`${site.url}/form?n=${number}`);
    await page.click("button", { noWaitAfter: true });
    await atBare(page);
  },
  "back and forward": async (page, site, number) => {
    await page.goto(`${site.url}/page`);
    await ready(page);
    await page.evaluate(`scoreline.track("trial", { number: ${number} })`);
    await page.goto(`${site.url}/bare`);
    await page.goBack({ waitUntil: "commit" });
    await page.goForward({ waitUntil: "commit" });
  },
  "before the script has arrived": async (page, site, number) => {
    site.scriptDelayMs = 1_500;
    await page.goto(`${site.url}/click?n=${number}`, { waitUntil: "commit" });
    await page.click("#code", { noWaitAfter: true });
    await atBare(page);
    site.scriptDelayMs = 0;
  },
  "form before the script has arrived": async (page, site, number) => {
    site.scriptDelayMs = 1_500;
    await page.goto(`${site.url}/form?n=${number}`, { waitUntil: "commit" });
    await page.click("button", { noWaitAfter: true });
    await atBare(page);
    site.scriptDelayMs = 0;
  },
};

interface Count {
  trials: number;
  lost: number;
  countedTwice: number;
  /** Requests with an event that another request had already brought: allowed, but a cost. */
  sentTwice: number;
}

/** The numbers of the trials that the worker has counted for the visitors of this run. */
async function countedBy(house: House, visitors: ReadonlySet<string>): Promise<number[]> {
  const numbers: number[] = [];
  for (const id of visitors) {
    const lead = await house.admin(`/leads/${id}`);
    for (const { name, properties } of lead.timeline ?? []) {
      // What a marked element tells is in its name, what the stub knows of a form in its id.
      const told = properties.file_name ?? properties.form_id ?? name;
      const [, number = properties.number] = /^trial_(\d+)(\.pdf)?$/.exec(told) ?? [];
      if (name !== "page_view" && number !== undefined) numbers.push(Number(number));
    }
  }
  return numbers;
}

async function run(browser: Browser, house: House, site: LeavingSite, trial: Trial): Promise<Count> {
  site.begin();
  for (let first = 0; first < trials; first += trialsPerVisitor) {
    const context = await browser.newContext();
    const page = await context.newPage();
    for (let number = first; number < Math.min(first + trialsPerVisitor, trials); number += 1)
      await trial(page, site, number);
    // What a closed tab left is brought by the next page.
    await page.goto(`${site.url}/page`);
    await ready(page);
    await page.waitForTimeout(150);
    await context.close();
  }
  await site.settled();
  const numbers = await countedBy(house, site.visitors);
  const distinct = new Set(numbers);
  return {
    trials,
    lost: trials - distinct.size,
    countedTwice: numbers.length - distinct.size,
    sentTwice: site.sentTwice,
  };
}

/** The endpoint is down for half a minute while the visitor walks on, and comes back. */
async function outage(browser: Browser, house: House, site: LeavingSite): Promise<Count> {
  site.begin();
  const count = 60;
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.url}/page`);
  await ready(page);
  site.isDown = true;
  for (let number = 0; number < count; number += 1) {
    await page.evaluate(`scoreline.track("trial", { number: ${number} })`);
    await page.waitForTimeout(500);
    if (number % 10 === 9) {
      await page.goto(`${site.url}/page`);
      await ready(page);
    }
  }
  site.isDown = false;
  await page.goto(`${site.url}/page`);
  await page.waitForTimeout(3_000);
  await site.settled();
  await context.close();
  const numbers = await countedBy(house, site.visitors);
  const distinct = new Set(numbers);
  return {
    trials: count,
    lost: count - distinct.size,
    countedTwice: numbers.length - distinct.size,
    sentTwice: site.sentTwice,
  };
}

const house = await House.open();
const site = await startSite(house.url);
const browser = await launchBrowser("whole");
const counts: Record<string, Count> = {};
try {
  for (const [name, trial] of Object.entries(ways)) {
    counts[name] = await run(browser, house, site, trial);
    if (!values.json) console.log(name.padEnd(42), counts[name]);
  }
  const name = "endpoint down for 30 s";
  counts[name] = await outage(browser, house, site);
  if (!values.json) console.log(name.padEnd(42), counts[name]);
} finally {
  await browser.close();
  await site.close();
  await house.close();
}
if (values.json) console.log(JSON.stringify(counts));
if (Object.values(counts).some(({ lost, countedTwice }) => lost > 0 || countedTwice > 0))
  process.exitCode = 1;
