import { setTimeout as wait } from "node:timers/promises";
import type { Chromium } from "./chromium.ts";
import { loadCost, type LoadCost } from "./load-cost.ts";
import type { Site } from "./site.ts";
import { traceWhile } from "./trace.ts";

/** A load is over when nothing was asked of the collector for this long. Milliseconds. */
const quietMs = 2_000;
const longestMs = 20_000;

/** Loads the page once, by somebody who was never there, on a processor that is slowed down. */
export async function measureLoad(chromium: Chromium, site: Site, throttle: number): Promise<LoadCost> {
  const { page, close } = await chromium.open();
  try {
    await page.send("Emulation.setCPUThrottlingRate", { rate: throttle });
    const trace = await traceWhile(chromium, async () => {
      await page.send("Page.navigate", { url: site.page });
      const startedAtMs = Date.now();
      site.lastRequestAtMs = startedAtMs;
      while (Date.now() - site.lastRequestAtMs < quietMs && Date.now() - startedAtMs < longestMs)
        await wait(50);
    });
    return loadCost(trace, site.page);
  } finally {
    await close();
    site.requests.length = 0;
  }
}
