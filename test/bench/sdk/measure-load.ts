import { setTimeout as wait } from "node:timers/promises";
import type { Chromium, Session } from "./chromium.ts";
import { loadCost, type LoadCost } from "./load-cost.ts";
import type { Site } from "./site.ts";
import { traceWhile } from "./trace.ts";
import { isEvent } from "./traffic.ts";

/** A load is over when nothing was asked of the collector for this long. Milliseconds. */
const quietMs = 2_000;
const longestMs = 20_000;

/** A cold load of the page. */
export interface Load extends LoadCost {
  /** From the page's being asked for until its first event had come; 0 where none came. Milliseconds. */
  firstEventMs: number;
  /** What the page's scripts keep of the memory when all has settled. Bytes. */
  heapBytes: number;
}

async function heapBytes(page: Session): Promise<number> {
  await page.send("HeapProfiler.collectGarbage");
  const { usedSize } = await page.send("Runtime.getHeapUsage");
  return Number(usedSize);
}

/** Loads the page once, by somebody who was never there, on a processor that is slowed down. */
export async function measureLoad(chromium: Chromium, site: Site, throttle: number): Promise<Load> {
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
    const first = site.requests.find(isEvent);
    return {
      ...loadCost(trace, site.page),
      firstEventMs: first ? first.atMs - site.pageAtMs : 0,
      heapBytes: await heapBytes(page),
    };
  } finally {
    await close();
    site.requests.length = 0;
  }
}
