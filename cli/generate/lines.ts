import type { LineBatch } from "../input/lines.ts";
import { siteEvents, type SiteOptions } from "./site.ts";

const batchLines = 1_000;

/** Made events as lines, as if they were read from a file. */
export async function* generatedLines(options: SiteOptions): AsyncGenerator<LineBatch & { lines: string[] }> {
  let lines: string[] = [];
  let made = 0;
  const batch = () => ({
    first: made - lines.length + 1,
    lines,
    part: options.events === 0 ? 1 : made / options.events,
  });
  for (const event of siteEvents(options)) {
    lines.push(JSON.stringify(event));
    made += 1;
    if (lines.length < batchLines) continue;
    yield batch();
    lines = [];
  }
  yield batch();
}
