import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Action } from "../../shared/schema/action.ts";
import { demoSites } from "../../worker/demo-sites.ts";
import { launchBrowser } from "../support/browser.ts";
import { House } from "./support/house.ts";
import { visit } from "./support/visit.ts";

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
let house: House;
let browser: Browser;

beforeAll(async () => {
  [house, browser] = await Promise.all([House.open(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

/** Addresses of the pages of a demo site, as they were built. */
function pagesOf(site: string): string[] {
  return readdirSync(join("dist/assets", site), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("index.html"))
    .map((file) => `/${join(site, dirname(file))}/`.replace("/./", "/"))
    .toSorted();
}

describe.each(["shop", "saas"])("the pages of examples/%s", (site) => {
  it.each([1280, 390])(
    "axe finds nothing on any of them, and none is wider than the window (%i px)",
    async (width) => {
      const context = await browser.newContext({
        viewport: { width, height: 800 },
        reducedMotion: "reduce",
        // axe itself is put into the page, which the page's policy would refuse.
        bypassCSP: true,
      });
      const { page, errors } = await visit(context);
      const found: unknown[] = [];
      for (const path of pagesOf(site)) {
        await page.goto(house.url + path, { waitUntil: "load" });
        await page.evaluate(axe);
        const { violations, overflow } = (await page.evaluate(
          `axe.run({ exclude: "scoreline-action" }).then(({ violations }) => ({
          violations: violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(" "))]),
          overflow: document.documentElement.scrollWidth - innerWidth,
        }))`,
        )) as { violations: unknown[]; overflow: number };
        if (violations.length > 0 || overflow > 0) found.push({ path, violations, overflow });
      }
      expect(found).toEqual([]);
      expect(errors).toEqual([]);
      await context.close();
    },
  );
});

it.each(["shop", "saas"] as const)(
  "every action of examples/%s leads to a page that is there",
  async (site) => {
    const { admin } = demoSites[site].keys;
    const { body } = await house.call("/admin/v1/model", { headers: { authorization: `Bearer ${admin}` } });
    const links = (body.model.actions as Action[]).flatMap(({ link, texts = {} }) => [
      link,
      ...Object.values(texts).map((text) => text.link),
    ]);
    const paths = new Set(links.filter((link) => link !== undefined));
    expect(paths.size).toBeGreaterThan(0);
    for (const path of paths) expect([path, (await fetch(house.url + path)).status]).toEqual([path, 200]);
  },
);

it("the demo sites below the root are served under the strictest policy", async () => {
  for (const path of ["/shop/", "/saas/ro/preturi/"]) {
    const policy = (await fetch(house.url + path)).headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'");
  }
});
