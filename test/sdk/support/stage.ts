import type { Browser, BrowserContextOptions, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { ActionPayload, WireProperties } from "../../../shared/wire.ts";
import { launchBrowser } from "../../support/browser.ts";
import { startEndpoint, tag, type Endpoint } from "./endpoint.ts";
import { startVisit, type Visit } from "./visit.ts";

/** Where actions are shown in tests: a page, and an endpoint that answers with them. */
export interface Stage {
  endpoint: Endpoint;
  visit: Visit;
  /** Writes the page of the site, on Scoreline's own origin, so that `'self'` covers both. */
  page(body: string, options?: { policy?: string; head?: string; attributes?: string; path?: string }): void;
  /** A new visitor opens a page. */
  open(options?: BrowserContextOptions, path?: string): Promise<void>;
  /** The card of an action. */
  card(id: string): Locator;
  /** Properties of the events of a name, in their order. */
  told(event: string): (WireProperties | undefined)[];
}

/** Sets the stage up for the tests of a file, and clears it between them. */
export function setStage(): Stage {
  let browser: Browser;
  const stage: Stage = {
    endpoint: undefined as unknown as Endpoint,
    visit: undefined as unknown as Visit,
    page(body, { policy, head = "", attributes, path = "/" } = {}) {
      const { endpoint } = stage;
      endpoint.pages.set(path, {
        html: `<!doctype html><html lang="en"><title>Page</title><meta name="viewport" content="width=device-width">${head}${tag(endpoint.host, attributes)}<body><main><h1>Page</h1><button id="before">Before</button>${body}</main>`,
        ...(policy !== undefined && { headers: { "content-security-policy": policy } }),
      });
    },
    async open(options, path = "/") {
      stage.visit = await startVisit(browser, options);
      await stage.visit.page.goto(stage.endpoint.host + path);
    },
    card: (id) => stage.visit.page.locator(`scoreline-action[data-action=${id}] .card`),
    told: (event) =>
      stage.endpoint
        .events()
        .filter((each) => each.event === event)
        .map(({ properties }) => properties),
  };
  beforeAll(async () => {
    [browser, stage.endpoint] = await Promise.all([launchBrowser(), startEndpoint()]);
  });
  afterAll(async () => {
    await browser.close();
    await stage.endpoint.close();
  });
  beforeEach(() => stage.endpoint.clear());
  afterEach(() => stage.visit.end());
  return stage;
}

/** An action of a kind, with all that the kind can bring but pictures. */
export function sample(kind: ActionPayload["kind"], more: Partial<ActionPayload> = {}): ActionPayload {
  return {
    id: `${kind}-1`,
    kind,
    language: "en",
    title: "What brought you here today?",
    body: "One click helps us to help you.",
    ...(kind === "inline" && { slot: "hero" }),
    ...(kind === "survey"
      ? {
          trait: "broughtBy",
          options: [
            { value: "replacing", label: "My car is getting old" },
            { value: "looking", label: "Just looking" },
          ],
        }
      : { button: "See it", link: "/offer" }),
    ...(kind === "recommend" && {
      products: [
        { name: "Aurora", link: "/aurora", price: "€ 28,900" },
        { name: "Boreal", link: "/boreal" },
      ],
    }),
    ...(["banner", "slide_in", "modal"].includes(kind) && {
      promoCode: "SPRING-24",
      dismiss: "No, thank you",
    }),
    ...more,
  };
}
