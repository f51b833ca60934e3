import type { BrowserContext, Page } from "playwright-core";

/** A page whose errors and tracking requests are remembered. */
export interface Visit {
  page: Page;
  errors: string[];
  requests: string[];
}

/** Opens a page in a browser context. */
export async function visit(context: BrowserContext): Promise<Visit> {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const errors: string[] = [];
  const requests: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("request", (request) => request.url().includes("/v1/") && requests.push(request.url()));
  return { page, errors, requests };
}
