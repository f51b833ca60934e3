import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { externalTrackers } from "../../../sdk/external/index.ts";
import { trackers } from "../../../sdk/trackers/index.ts";
import type { WireEvent } from "../../../shared/wire.ts";
import { launchBrowser } from "../../support/browser.ts";
import { startEndpoint, tag, type Endpoint } from "../support/endpoint.ts";
import { startVisit, type Visit } from "../support/visit.ts";

/** The names of all trackers; those of the external ones need the one that fetches them. */
export const trackerNames = [...trackers, ...externalTrackers].map(({ name }) => name);

/** A page with one tracker at work. */
export interface Stage {
  endpoint: Endpoint;
  visit: Visit;
  page: Page;
  /**
   * Opens a page of the site, with no tracker but the one named.
   *
   * @param head What comes before the script tag, for scripts of others.
   */
  open(options?: { body?: string; head?: string; path?: string; attributes?: string }): Promise<void>;
  /** Events of a name that have arrived, in their order. */
  told(name: string): WireEvent[];
  /** Properties of the first event of a name, when it has arrived. */
  first(name: string): Promise<WireEvent["properties"]>;
  /** Names of all events but page views, when those that should not come have had the time to. */
  all(): Promise<string[]>;
}

/** Attributes of the script tag that switch off all trackers but one. */
const only = (name: string): string => {
  const needed = externalTrackers.some((tracker) => tracker.name === name) ? [name, "external"] : [name];
  return `data-off="${trackerNames.filter((each) => !needed.includes(each)).join(" ")}"`;
};

/** Opens a browser for the tests of a file, and a new visit for each; all about one tracker, or all of them. */
export function useStage(tracker?: string): Stage {
  let browser: Browser;
  const stage = {
    async open({ body = "", head = "", path = "/", attributes = "" } = {}) {
      const settings = [tracker ? only(tracker) : "", attributes].join(" ").trim();
      stage.endpoint.pages.set(path.split("?")[0] ?? "/", {
        html: `<!doctype html><html lang="en"><title>Page</title>${head}${tag(stage.endpoint.host, settings)}<body>${body}`,
      });
      // Nothing goes out into the world. Only where it has to: an intercepted page can lose what it sends last.
      if ((head + body).includes('src="https:'))
        await stage.visit.page
          .context()
          .route(/^https:/, (route) => route.fulfill({ contentType: "text/html", body: "" }));
      const chunks = /<script|data-consent-from/.test(head + attributes)
        ? ["capture", "external"]
        : ["capture"];
      const responses = chunks.map((name) =>
        stage.page
          .waitForResponse((response) => response.url().includes(`/s/${name}-`), { timeout: 3_000 })
          // Switched off, or not needed.
          .catch(() => undefined),
      );
      await stage.page.goto(stage.endpoint.site + path);
      // The first touch, of a page that has nothing to scroll: what listens comes with it.
      await stage.page.evaluate(() => document.dispatchEvent(new Event("scroll")));
      for (const response of responses) {
        const url = (await response)?.url();
        // The same module once more: it is there when it has run, and the SDK asked for it before.
        if (url) await stage.page.evaluate(`import("${url}").then(() => {})`);
      }
    },
    told: (name: string) => stage.endpoint.events().filter(({ event, type }) => (event ?? type) === name),
    async first(name: string) {
      const { properties, traits } = await stage.endpoint.arrival(
        ({ event, type }) => (event ?? type) === name,
      );
      return properties ?? traits;
    },
    async all() {
      await stage.page.waitForTimeout(250);
      return stage.endpoint
        .events()
        .filter(({ type }) => type !== "page")
        .map(({ event, type }) => event ?? type);
    },
  } as Stage;

  beforeAll(async () => {
    [browser, stage.endpoint] = await Promise.all([launchBrowser(), startEndpoint()]);
  });
  afterAll(async () => {
    await browser.close();
    await stage.endpoint.close();
  });
  beforeEach(async () => {
    stage.endpoint.clear();
    stage.visit = await startVisit(browser);
    stage.page = stage.visit.page;
  });
  afterEach(() => stage.visit.end());
  return stage;
}
