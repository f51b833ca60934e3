import type { BrowserContext, Page } from "playwright-core";
import { launchBrowser } from "../support/browser.ts";
import { House, type Json } from "../system/support/house.ts";

/** What hostile texts did in the dashboard. */
export interface DashboardReport {
  texts: number;
  views: number;
  /** Views in which a hostile text stood, as a text. */
  shown: number;
  /** Windows that a text opened. */
  dialogs: number;
  /** What the policy had to stop. */
  violations: number;
  /** Elements that only a text can have made. */
  elements: number;
  /** Links that lead anywhere but to a page, a mailbox or a phone. */
  links: number;
  /** Exceptions of the dashboard's own code. */
  errors: number;
  findings: string[];
}

const textsPerLead = 40;
const leadsShown = 24;
/** Elements that the dashboard has none of, or none with these attributes. */
const bornOfTexts =
  "[data-born], main img, iframe, object, embed, main script, main style, main link, main svg [onload], [onerror], [onclick], [onload], marquee, video, audio, form[action]";

/** Has hostile texts stored everywhere that strangers and administrators can write, and opens every view on them. */
export async function showStrangers(texts: readonly string[]): Promise<DashboardReport> {
  const [house, browser] = await Promise.all([House.open(), launchBrowser()]);
  const report: DashboardReport = {
    texts: texts.length,
    views: 0,
    shown: 0,
    dialogs: 0,
    violations: 0,
    elements: 0,
    links: 0,
    errors: 0,
    findings: [],
  };
  try {
    const leads = await storeTexts(house, texts);
    const views = [
      "leads",
      "accounts",
      "destinations",
      "sources",
      "setup",
      "outcomes",
      "settings",
      ...leads.slice(0, leadsShown).map((id) => `leads/${id}`),
    ];
    for (const locale of ["en", "tr"]) {
      const context = await browser.newContext({ locale, viewport: { width: 1280, height: 900 } });
      await look(house, context, views, report);
      await context.close();
    }
    return report;
  } finally {
    await browser.close();
    await house.close();
  }
}

/** @returns Ids of the leads that the texts are in. */
async function storeTexts(house: House, texts: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (let start = 0; start < texts.length; start += textsPerLead) {
    const part = texts.slice(start, start + textsPerLead);
    const [first = ""] = part;
    const events = part.flatMap((text, index) => [
      {
        type: "page",
        messageId: `page-${start + index}`,
        properties: {
          path: `/${text}`.slice(0, 2_000),
          title: text,
          url: `https://x.example/${text}`,
          referrer: text,
        },
      },
      {
        type: "track",
        messageId: `track-${start + index}`,
        event: text.slice(0, 100) || "x",
        properties: { [text.slice(0, 60) || "x"]: text, model: text, link: "javascript:alert(1)" },
      },
      { type: "group", messageId: `group-${start + index}`, groupId: text, traits: { name: text } },
    ]);
    const traits = {
      name: first,
      company: first,
      phone: first,
      email: `lead-${start}@example.com`,
      note: first,
    };
    let visitor: string | undefined;
    const all = [{ type: "identify", messageId: `identify-${start}`, traits }, ...events];
    for (let next = 0; next < all.length; next += 30) {
      const answer: Json = await house.batch(all.slice(next, next + 30), visitor);
      visitor = answer.visitor ?? visitor;
    }
    if (visitor !== undefined) ids.push(visitor.split(".")[0] ?? "");
  }
  const shown = texts.filter((text) => /<|javascript/.test(text)).slice(0, 6);
  for (const text of shown) {
    const name = text.slice(0, 110);
    await house.admin("/destinations", { kind: "webhook", url: "http://127.0.0.1:9/hook", name });
    await house.admin("/sources", { kind: "postmark", name, settings: {} });
    await house.admin("/keys", { kind: "write", name });
    await house.admin("/tokens", { name, scopes: ["read"] });
  }
  return ids;
}

async function look(
  house: House,
  context: BrowserContext,
  views: readonly string[],
  report: DashboardReport,
): Promise<void> {
  const page = await context.newPage();
  const find = (what: string) => {
    if (report.findings.length < 20) report.findings.push(`${page.url()}: ${what}`.slice(0, 400));
  };
  page.on("dialog", (dialog) => {
    report.dialogs += 1;
    find(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => {
    report.errors += 1;
    find(`error ${error.message}`);
  });
  page.on("console", (message) => {
    if (!/content security policy|trusted ?types/i.test(message.text())) return;
    report.violations += 1;
    find(message.text());
  });
  await page.goto(`${house.url}/dashboard/#token=adm_demo_local`);
  await page.getByRole("heading", { name: "Leads" }).waitFor();
  for (const view of views) {
    await page.goto(`${house.url}/dashboard/#/${view}`);
    await page.locator("main h1").first().waitFor();
    await settled(page);
    for (const closed of await page.locator("main details:not([open]) > summary").all())
      await closed.click({ timeout: 1_000 }).catch(() => undefined);
    report.views += 1;
    if ((await page.locator("main").innerText()).includes("alert(1)")) report.shown += 1;
    const born = await page
      .locator(bornOfTexts)
      .evaluateAll((all) => all.map(({ outerHTML }) => outerHTML.slice(0, 200)));
    report.elements += born.length;
    for (const one of born) find(`element ${one}`);
    const links = await page
      .locator("a[href]")
      .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
    const bad = links.filter((href) => !/^(https?:|mailto:|tel:)/.test(href));
    report.links += bad.length;
    for (const href of bad) find(`link ${href}`);
  }
}

/** Waits until nothing is being loaded any more. */
async function settled(page: Page): Promise<void> {
  await page
    .locator(".is-skeleton, [aria-busy=true]")
    .first()
    .waitFor({ state: "detached", timeout: 10_000 })
    .catch(() => undefined);
}
