import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import type { FormsModule } from "../../../sdk/forms/index.ts";
import { tag, type Endpoint } from "../../sdk/support/endpoint.ts";
import { fillPage, submitPage, type FilledField } from "./fill-page.ts";
import type { SavedPage } from "./pages.ts";
import type { Departure } from "./score.ts";

/** What was filled into a page, and what left it. */
export type Trial = Departure & { fields: FilledField[] };

/** The chunk that reads forms. */
const readerFile = /\/s\/(capture|forms)-/;

/** Opens a saved page offline: no script but the SDK runs, nothing is fetched from elsewhere. */
const open = async (
  browser: Browser,
  endpoint: Endpoint,
  { html }: SavedPage,
  head: string,
): Promise<Page> => {
  const context = await browser.newContext();
  const page = await context.newPage();
  endpoint.clear();
  endpoint.pages.set("/", {
    html: `<!doctype html><meta charset="utf-8"><title>Page</title>${head}<body>${html}`,
    headers: {
      "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; script-src ${endpoint.host}; connect-src ${endpoint.host}`,
    },
  });
  const arrival = head && page.waitForEvent("requestfinished", (request) => readerFile.test(request.url()));
  await page.goto(endpoint.site + "/", { waitUntil: "domcontentloaded" });
  if (!head) return page;
  await endpoint.until(() => endpoint.events().length > 0);
  // The first touch: what reads forms comes with it.
  await page.evaluate(() => document.dispatchEvent(new Event("scroll")));
  await arrival;
  return page;
};

/** Trials of the built script against an endpoint that answers as the worker does. */
export const departureFromScript =
  (browser: Browser, endpoint: Endpoint) =>
  async (saved: SavedPage): Promise<Trial> => {
    const page = await open(browser, endpoint, saved, tag(endpoint.host));
    try {
      // The reader has arrived; it still has to start.
      await page.waitForTimeout(100);
      const fields = await page.evaluate(fillPage);
      await page.evaluate(submitPage);
      // One that is not rendered has nobody to press it.
      await page.click("[data-press]", { force: true, noWaitAfter: true, timeout: 500 }).catch(() => {});
      await page.waitForTimeout(250);
      return {
        fields,
        traits: endpoint
          .events()
          .flatMap(({ type, traits }) => (type === "identify" && traits ? [traits] : [])),
        wire: JSON.stringify(endpoint.requests),
      };
    } finally {
      await page.context().close();
    }
  };

/** Trials of the reader alone, bundled from its sources: quick, and blind to what the tracker does. */
export const departureFromReader = async (browser: Browser, endpoint: Endpoint) => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../../../sdk/forms/index.ts", import.meta.url))],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "reader",
  });
  const source = outputFiles[0]?.text ?? "";
  return async (saved: SavedPage): Promise<Trial> => {
    const page = await open(browser, endpoint, saved, "");
    try {
      await page.evaluate(source + ";globalThis.reader = reader;");
      const fields = await page.evaluate(fillPage);
      const readings = await page.evaluate(readPage);
      return {
        fields,
        traits: readings.map(({ _traits }) => _traits),
        wire: JSON.stringify(readings.map(({ _traits, _fields }) => [_traits, _fields])),
      };
    } finally {
      await page.context().close();
    }
  };
};

/** Reads every form of the page, and what serves as one, as the tracker would. Runs inside the page. */
function readPage() {
  const { readForm, formScope } = (globalThis as unknown as { reader: FormsModule }).reader;
  const scopes = new Set<Element>(document.forms);
  for (const button of document.querySelectorAll("*")) {
    const scope = formScope(button);
    if (scope) scopes.add(scope);
  }
  return [...scopes]
    .map((scope) => readForm(scope, new WeakSet()))
    .filter(({ _event, _traits }) => _event && Object.keys(_traits).length > 0);
}
