import type { Page } from "playwright-core";
import { externalTrackers } from "../../../sdk/external/index.ts";
import { trackers } from "../../../sdk/trackers/index.ts";
import type { WireEvent } from "../../../shared/wire.ts";
import { tag, type Endpoint } from "../support/endpoint.ts";
import type { Visit } from "../support/visit.ts";
import { endpoint, visit } from "../support/visits.ts";

/** Names of the trackers that need the one that fetches them. */
const externalNames = externalTrackers.map(({ name }) => name);

/** The names of all trackers. */
export const trackerNames = [...trackers.map(({ name }) => name), ...externalNames];

/** A page with one tracker at work. */
export interface Stage {
  readonly endpoint: Endpoint;
  readonly visit: Visit;
  readonly page: Page;
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
  /**
   * All events but page views, when those that should not come have had the time to.
   *
   * @param passingMs That time, by the page's own clock. Milliseconds.
   */
  arrived(passingMs?: number): Promise<WireEvent[]>;
  /** Their names. */
  all(): Promise<string[]>;
}

/** Attributes of the script tag that switch off all trackers but one. */
const only = (name: string): string => {
  const needed = externalNames.includes(name) ? [name, "external"] : [name];
  return `data-off="${trackerNames.filter((each) => !needed.includes(each)).join(" ")}"`;
};

/** Sets the stage for the tests of a file: about one tracker, or about all of them. */
export function useStage(tracker?: string): Stage {
  const stage: Stage = {
    get endpoint() {
      return endpoint;
    },
    get visit() {
      return visit;
    },
    get page() {
      return visit.page;
    },
    async open({ body = "", head = "", path = "/", attributes = "" } = {}) {
      const settings = [tracker ? only(tracker) : "", attributes].join(" ").trim();
      endpoint.pages.set(path.split("?")[0] ?? "/", {
        html: `<!doctype html><html lang="en"><title>Page</title>${head}${tag(endpoint.host, settings)}<body>${body}`,
      });
      // Nothing goes out into the world. Only where it has to: an intercepted page can lose what it sends last.
      if ((head + body).includes('src="https:'))
        await visit.page
          .context()
          .route(/^https:/, (route) => route.fulfill({ contentType: "text/html", body: "" }));
      // What other scripts, players and buttons for sharing do is heard by a chunk of its own.
      const isExternal =
        (!tracker || externalNames.includes(tracker)) &&
        /<script|<video|<iframe|class="share|data-consent-from|[?&](q|s)=/.test(
          head + body + attributes + path,
        );
      const chunks = isExternal ? ["capture", "external"] : ["capture"];
      const responses = chunks.map((name) =>
        visit.page.waitForResponse((response) => response.url().includes(`/s/${name}-`)),
      );
      await visit.page.goto(endpoint.site + path);
      // The first touch, of a page that has nothing to scroll: what listens comes with it.
      await visit.page.evaluate(() => document.dispatchEvent(new Event("scroll")));
      for (const response of responses) {
        const url = (await response).url();
        // The same module once more: it is there when it has run, and the SDK asked for it before.
        await visit.page.evaluate(`import("${url}").then(() => {})`);
      }
    },
    told: (name: string) => endpoint.events().filter(({ event, type }) => (event ?? type) === name),
    async first(name: string) {
      const { properties, traits } = await endpoint.arrival(({ event, type }) => (event ?? type) === name);
      return properties ?? traits;
    },
    async arrived(passingMs = 250) {
      // Told last, it comes last: however slow the machine, what was told before has come.
      const last = `last-${endpoint.events().length}`;
      await visit.page.evaluate(
        ([name, ms]) =>
          new Promise<void>((done) => {
            setTimeout(() => done(window.scoreline.track(name)), ms);
          }),
        [last, passingMs] as const,
      );
      await endpoint.arrival(({ event }) => event === last);
      return endpoint.events().filter(({ type, event }) => type !== "page" && !event?.startsWith("last-"));
    },
    all: async () => (await stage.arrived()).map(({ event, type }) => event ?? type),
  };
  return stage;
}
