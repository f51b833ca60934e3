import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve as resolvePath } from "node:path";
import { pathToFileURL } from "node:url";
import { Analytics } from "@segment/analytics-node";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoSites } from "../../worker/demo-sites.ts";
import { launchBrowser } from "../support/browser.ts";
import { CuttingProxy } from "./support/cutting-proxy.ts";
import { eventually, House, type Json } from "./support/house.ts";
import { snippet } from "./support/snippet.ts";

const { keys } = demoSites.dealer;
let house: House;
/** A line to the house on which answers get lost. */
let proxy: CuttingProxy;

beforeAll(async () => {
  house = await House.open();
  proxy = new CuttingProxy(house.url, (path) => path.startsWith("/v1/"));
  await proxy.open();
});

afterAll(async () => {
  await proxy?.close();
  await house?.close();
});

const address = "https://scoreline.example.com";

/** Runs a block of documentation as a module, beside the packages that it imports. */
async function runModule(name: string, code: string): Promise<Json> {
  const folder = resolvePath("dist/snippets");
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/${name}-${crypto.randomUUID()}.mjs`;
  writeFileSync(file, code);
  try {
    return await import(/* @vite-ignore */ pathToFileURL(file).href);
  } finally {
    rmSync(file);
  }
}

describe("the documentation's code for servers", () => {
  it("works as it stands: analytics-node", async () => {
    const email = `docs-${crypto.randomUUID()}@example.com`;
    await runModule(
      "analytics-node",
      snippet("server-api.md", "analytics-node", {
        "sec_...": keys.secret,
        [address]: house.url,
        "ada@example.com": email,
        "user-42": crypto.randomUUID(),
      }),
    );
    const lead = await house.lead(email, ({ timeline }) => timeline.length === 2);
    expect([lead.total, lead.traits.title]).toEqual([3, "CTO"]);
  });

  it("works as it stands: a decision for a page, within its time, and none when nobody answers", async () => {
    process.env["SCORELINE_SECRET_KEY"] = demoSites.saas.keys.secret;
    const code = (url: string) => snippet("server-side.md", "// decide.js", { [address]: url });
    const { decide } = await runModule("decide", code(house.url));
    const request = { headers: { host: "www.example.com", "accept-language": "ro,en" }, url: "/pricing" };
    // A machine that is slow for a moment gives none, as it should: the page has its limit.
    await expect
      .poll(() => decide(request, ["trial"]))
      .toMatchObject({ known: false, slots: { trial: { id: "start_trial", language: "ro" } } });
    const away = await runModule("decide", code("http://127.0.0.1:1"));
    expect(await away.decide(request, ["trial"])).toBeNull();
  });
});

const named = (lead: Json, name: string): Json[] =>
  lead.timeline.filter((event: Json) => event.name === name);
const answersOf = (since: number) => proxy.passed.slice(since).map(({ status, isCut }) => [status, isCut]);

describe("@segment/analytics-node, as npm has it", () => {
  it("needs a host and the secret key, and its six calls are scored", async () => {
    const email = `node-${crypto.randomUUID()}@example.com`;
    const userId = crypto.randomUUID();
    const analytics = new Analytics({ writeKey: keys.secret, host: house.url });

    analytics.identify({ userId, traits: { email, title: "CTO" } });
    analytics.track({ userId, event: "email_opened", properties: { email } });
    analytics.page({ userId, name: "Directions", properties: { path: "/directions" } });
    analytics.group({ userId, groupId: "acme", traits: { name: "Acme" } });
    analytics.screen({ userId, name: "Home" });
    analytics.alias({ userId, previousId: crypto.randomUUID() });
    const failures: unknown[] = [];
    analytics.on("error", (failure) => failures.push(failure));
    await analytics.closeAndFlush();
    expect(failures).toEqual([]);

    const lead = await house.lead(email, ({ timeline }) => timeline.length >= 5);
    expect(lead.timeline.map(({ name }: Json) => name).sort()).toEqual(
      expect.arrayContaining(["email_opened", "group", "identify", "page_view", "screen_view"]),
    );
    expect([lead.total, lead.traits.title]).toEqual([23, "CTO"]);
    expect(lead.rejected).toEqual([]);
  });

  it("repeats what it got no answer to, and is counted once", async () => {
    const email = `node-${crypto.randomUUID()}@example.com`;
    const analytics = new Analytics({ writeKey: keys.secret, host: proxy.url, flushAt: 10 });
    proxy.cuts = 2;
    const since = proxy.passed.length;
    for (let opened = 0; opened < 3; opened += 1)
      analytics.track({ userId: email, event: "email_opened", properties: { email } });
    await analytics.closeAndFlush();
    expect(answersOf(since)).toEqual([
      [200, true],
      [200, true],
      [200, false],
    ]);
    const [first, , third] = proxy.passed.slice(since).map(({ body }) => JSON.parse(String(body)).batch);
    expect(third.map(({ messageId }: Json) => messageId)).toEqual(
      first.map(({ messageId }: Json) => messageId),
    );
    const { leads } = await house.admin(`/leads?sort=last_seen&limit=5`);
    const counts = await Promise.all(
      leads.map(async ({ id }: Json) => named(await house.admin(`/leads/${id}`), "email_opened")),
    );
    expect(counts.map(({ length }) => length)).toContain(3);
    expect(Math.max(...counts.map(({ length }) => length))).toBe(3);
  });
});

describe("@segment/analytics-next, as npm has it, on a page of another origin", () => {
  let browser: Browser;
  let server: Server;
  let script: string;

  beforeAll(async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `${snippet("server-api.md", "analytics-next", { "pub_...": keys.write, [address]: proxy.url })}
          window.AnalyticsBrowser = AnalyticsBrowser;
          window.analytics = analytics;`,
        resolveDir: process.cwd(),
      },
      bundle: true,
      write: false,
      format: "iife",
      define: { "process.env.NODE_ENV": '"production"' },
    });
    script = outputFiles[0]?.text ?? "";
    server = createServer((request, response) => {
      const isScript = request.url === "/analytics.js";
      response
        .writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html; charset=utf-8" })
        .end(
          isScript
            ? script
            : `<!doctype html><html lang="en"><title>Page</title><script src="/analytics.js"></script><h1>Page</h1>`,
        );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });

  const pageAt = (path: string) => `http://localhost:${(server.address() as AddressInfo).port}${path}`;

  it("works with the documentation's code as it stands", async () => {
    const email = `docs-${crypto.randomUUID()}@example.com`;
    const page = await browser.newPage();
    await page.goto(pageAt("/directions"));
    await page.evaluate(async (told) => {
      await (window as Json).analytics.identify("user-of-docs", { email: told });
    }, email);
    expect((await house.lead(email)).stage).toBe("lead");
  });

  it.each(["standard", "batching"] as const)(
    "needs this server as cdnURL, and is scored: delivery %s",
    async (strategy) => {
      const email = `next-${crypto.randomUUID()}@example.com`;
      const since = proxy.passed.length;
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (line) => line.type() === "error" && errors.push(line.text()));
      await page.goto(pageAt("/directions"));
      await page.evaluate(
        async (told) => {
          const { AnalyticsBrowser } = window as Json;
          const analytics = AnalyticsBrowser.load(
            { writeKey: told.writeKey, cdnURL: told.cdnURL },
            {
              integrations: {
                "Segment.io": {
                  deliveryStrategy: { strategy: told.strategy, config: { size: 3, timeout: 100 } },
                },
              },
            },
          );
          await analytics.page();
          await analytics.identify("user-of-next", { email: told.email });
          await analytics.track("Lead Generated", { model: "Aurora" });
        },
        { writeKey: keys.write, cdnURL: proxy.url, email, strategy },
      );
      const lead = await house.lead(email, ({ timeline }) => timeline.length === 3);
      expect(lead.timeline.map(({ name }: Json) => name).sort()).toEqual([
        "generate_lead",
        "identify",
        "page_view",
      ]);
      expect([lead.total, lead.stage, lead.rejected]).toEqual([30, "mql", []]);
      expect(named(lead, "page_view")[0]).toMatchObject({ path: "/directions", pageKind: "directions" });
      expect(errors).toEqual([]);
      const paths = proxy.passed.slice(since).map(({ method, path }) => `${method} ${path}`);
      expect(new Set(paths)).toEqual(
        new Set([
          `GET /v1/projects/${keys.write}/settings`,
          ...(strategy === "batching"
            ? ["OPTIONS /v1/b", "POST /v1/b"]
            : ["p", "i", "t"].flatMap((call) => [`OPTIONS /v1/${call}`, `POST /v1/${call}`])),
        ]),
      );
    },
  );

  it("repeats what it got no answer to, and is counted once", async () => {
    const email = `next-${crypto.randomUUID()}@example.com`;
    const page = await browser.newPage();
    await page.goto(pageAt("/contact"));
    const since = proxy.passed.length;
    await page.evaluate(
      async (told) => {
        const { AnalyticsBrowser } = window as Json;
        (window as Json).analytics = AnalyticsBrowser.load(told);
        await (window as Json).analytics.identify(null, { email: told.email });
      },
      { writeKey: keys.write, cdnURL: proxy.url, email },
    );
    await house.lead(email);
    proxy.cuts = 1;
    await page.evaluate(() => (window as Json).analytics.track("Lead Generated", { model: "Aurora" }));
    const tries = await eventually(async () => {
      const posts = proxy.passed
        .slice(since)
        .filter(({ method, path }) => method === "POST" && path === "/v1/t");
      return posts.some(({ isCut }) => !isCut) && posts;
    }, 30_000);
    expect(tries.map(({ status, isCut }) => [status, isCut])).toEqual([
      [200, true],
      [200, false],
    ]);
    const [first, second] = tries.map(({ body }) => JSON.parse(String(body)).messageId);
    expect(second).toBe(first);
    const lead = await house.lead(email);
    expect([named(lead, "generate_lead").length, lead.total]).toEqual([1, 10]);
  });

  it("is refused on a page that is not the site's", async () => {
    const response = await fetch(`${house.url}/v1/t`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${keys.write}:`)}`, origin: "https://elsewhere.example" },
      body: JSON.stringify({ type: "track", event: "x", messageId: crypto.randomUUID() }),
    });
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([403, null]);
  });
});

describe("a CRM's file in the dashboard", () => {
  it("is recorded whole, however long, and each line is answered by its number in the file", async () => {
    const email = `won-${crypto.randomUUID()}@example.com`;
    await house.batch([
      { type: "identify", messageId: crypto.randomUUID(), traits: { email } },
      { type: "page", messageId: crypto.randomUUID(), properties: { path: "/", url: `${house.url}/` } },
    ]);
    const file = [
      "Email;Deal stage;Amount;Lost reason",
      `${email};Closed Lost;;"too dear\nand late"`,
      ...Array.from({ length: 310 }, () => "nobody;Closed Won;1;"),
      `${email};Closed Won;"1.250,00";`,
      `${email};Closed Won;"1.250,00";`,
    ].join("\n");
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      await page.goto(`${house.url}/dashboard/#token=${keys.admin}`);
      await page.getByRole("link", { name: "Outcomes" }).click();
      await page.getByLabel("Choose a CSV file").setInputFiles({
        name: "deals.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(file),
      });
      await page.getByText("2 counted, 1 known before, 310 refused").waitFor();
      const rows = page.getByRole("row");
      expect(await rows.nth(1).innerText()).toContain('line 4, column "Email"');
      const last = await page.getByRole("row").filter({ hasText: "Known before" }).innerText();
      expect(last).toMatch(/^315\s/);
      expect(await page.getByRole("row").filter({ hasText: "The lead" }).count()).toBe(3);
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
    }
    const lead = await house.lead(email);
    expect([named(lead, "won")[0].properties.value, named(lead, "lost")[0].properties.reason]).toEqual([
      1_250,
      "too dear\nand late",
    ]);
  });
});
