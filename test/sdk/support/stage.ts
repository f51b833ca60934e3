import type { BrowserContextOptions, Locator } from "playwright-core";
import type { ActionPayload, WireProperties } from "../../../shared/wire.ts";
import { tag } from "./endpoint.ts";
import { comeWith, endpoint, visit } from "./visits.ts";

/** What a page of the site may have beyond its body. */
export interface PageOptions {
  policy?: string;
  head?: string;
  attributes?: string;
  path?: string;
}

/** Where actions are shown in tests. */
export const stage = {
  /** Writes the page of the site, on Scoreline's own origin, so that `'self'` covers both. */
  page(body: string, { policy, head = "", attributes, path = "/" }: PageOptions = {}): void {
    endpoint.pages.set(path, {
      html: `<!doctype html><html lang="en"><title>Page</title><meta name="viewport" content="width=device-width">${head}${tag(endpoint.host, attributes)}<body><main><h1>Page</h1><button id="before">Before</button>${body}</main>`,
      ...(policy !== undefined && { headers: { "content-security-policy": policy } }),
    });
  },
  /** The visitor opens a page, in a browser of their own kind where options say which. */
  async open(options?: BrowserContextOptions, path = "/"): Promise<void> {
    if (options) await comeWith(options);
    await visit.page.goto(endpoint.host + path);
  },
  /** The card of an action. */
  card: (id: string): Locator => visit.page.locator(`scoreline-action[data-action=${id}] .card`),
  /** Properties of the events of a name, in their order. */
  told: (event: string): (WireProperties | undefined)[] =>
    endpoint
      .events()
      .filter((each) => each.event === event)
      .map(({ properties }) => properties),
};

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
