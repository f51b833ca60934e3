import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { launchBrowser } from "../../support/browser.ts";
import { startEndpoint, type Endpoint } from "./endpoint.ts";
import { startVisit, type Visit } from "./visit.ts";

/**
 * Where the events of one visitor arrive, and whose pages they open. Each visitor has their own, with
 * its own port: what a page sends while it is put away reaches nobody else, however late it comes.
 */
export let endpoint: Endpoint;

/** The visitor of the test that runs. A test fails when an exception has reached one of their pages. */
export let visit: Visit;

let browser: Browser;
let browserKind: "shell" | "whole" = "shell";

/** For a file whose visitors leave and come back: they have a whole Chromium. Called before its tests. */
export function inWholeBrowser(): void {
  browserKind = "whole";
}

const begin = async (): Promise<void> => {
  [endpoint, visit] = await Promise.all([startEndpoint(), startVisit(browser)]);
};
const end = async (): Promise<void> => {
  try {
    await visit.end();
  } finally {
    await endpoint.close();
  }
};

/** Ends the visit; somebody else comes, to an endpoint that has heard nothing yet. */
export async function startOver(): Promise<void> {
  await end();
  await begin();
}

/** Gives the visitor another browser, before they have opened a page. */
export async function comeWith(options: BrowserContextOptions): Promise<void> {
  await visit.end();
  visit = await startVisit(browser, options);
}

beforeAll(async () => {
  browser = await launchBrowser(browserKind);
});
afterAll(() => browser.close());
beforeEach(begin);
afterEach(end);
