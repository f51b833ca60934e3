import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { launchBrowser } from "../../support/browser.ts";
import { startEndpoint, type Endpoint } from "./endpoint.ts";
import { startVisit, type Visit } from "./visit.ts";

/** Where a test file's events arrive, and whose pages its visitors open; empty before each test. */
export let endpoint: Endpoint;

/** The visitor of the test that runs. A test fails when an exception has reached one of their pages. */
export let visit: Visit;

let browser: Browser;

beforeAll(async () => {
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint()]);
});
afterAll(async () => {
  await browser.close();
  await endpoint.close();
});
beforeEach(async () => {
  endpoint.clear();
  visit = await startVisit(browser);
});
afterEach(() => visit.end());
