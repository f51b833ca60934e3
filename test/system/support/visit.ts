import type { BrowserContext, Page, Request } from "playwright-core";
import type { WireEvent } from "../../../shared/wire.ts";
import { patienceMs } from "../../support/patience.ts";
import { pathOf, wireEvents } from "../../support/wire-events.ts";
import type { Json } from "./house.ts";

/** A page whose errors and tracking requests are remembered. */
export interface Visit {
  page: Page;
  errors: string[];
  requests: string[];
}

/** Opens a page in a browser context. */
export async function visit(context: BrowserContext): Promise<Visit> {
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  const errors: string[] = [];
  const requests: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("request", (request) => request.url().includes("/v1/") && requests.push(request.url()));
  return { page, errors, requests };
}

/** The events that a request tells. */
function eventsOf(request: Request): WireEvent[] {
  if (!request.url().endsWith("/v1/batch")) return [];
  return wireEvents(JSON.parse(request.postData() ?? '{"batch":[]}'));
}

/** Whether a request tells the view of a page: what an earlier page said last may come after it. */
function tellsViewOf(request: Request, url: string): boolean {
  return eventsOf(request).some((event) => event.type === "page" && url.endsWith(pathOf(event) ?? "?"));
}

/** Waits until the page has told of an event, and of all that came before it. */
export async function tells(page: Page, name: string, act: () => Promise<unknown>): Promise<void> {
  const told = page.waitForRequest((request) => eventsOf(request).some(({ event }) => event === name));
  await act();
  await told;
}

/** Opens a page, and waits for what the worker answers to its view. */
export async function answerOn(page: Page, url: string): Promise<Json> {
  const answered = page.waitForResponse((response) => tellsViewOf(response.request(), url));
  await page.goto(url);
  return (await answered).json();
}
