import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { patienceMs } from "../../support/patience.ts";

/** A fresh visitor: a browser context of its own, and what the page complained about. */
export interface Visit {
  page: Page;
  /** Exceptions that reached the page. */
  errors: string[];
  /** Lines that the SDK wrote to the console. */
  lines: string[];
  /** Reports of a content security policy. */
  violations: string[];
  /** Ends it, and fails when the page has suffered. */
  end(): Promise<void>;
}

/** Starts a visit. */
export async function startVisit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  const visit: Visit = {
    page,
    errors: [],
    lines: [],
    violations: [],
    async end() {
      await context.close();
      const complaints = [...visit.errors, ...visit.violations];
      if (complaints.length > 0) throw new Error(`the page complains: ${complaints.join("; ")}`);
    },
  };
  page.on("pageerror", (error) => visit.errors.push(String(error)));
  page.on("console", (message) => {
    if (message.text().startsWith("scoreline")) visit.lines.push(message.text());
    if (/Content Security Policy|TrustedScript|TrustedHTML/.test(message.text()))
      visit.violations.push(message.text());
  });
  return visit;
}
