/**
 * Weighs what visitors download, and fails when it is over its budget.
 *
 *     npx node scripts/size.ts          a table for people
 *     npx node scripts/size.ts --json   {"<entry>": {"raw", "gzip", "brotli"}}
 *
 * The budgets are written here and nowhere else.
 */
import { readFile } from "node:fs/promises";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Bytes after brotli at its best. A visitor on a slow phone pays for each of them. */
const budgets = { script: 4_096, actions: 5_120, capture: 4_224, external: 3_072, stub: 400 } as const;

/** What every page loads: the script and what listens by itself. */
const everyPageBytes = 8_192;

type Entry = keyof typeof budgets;
interface Size {
  raw: number;
  gzip: number;
  brotli: number;
}

const assets = new URL("../dist/assets/", import.meta.url);

const readManifest = async (): Promise<Record<Entry, { path: string }>> => {
  try {
    return JSON.parse(await readFile(new URL("s/manifest.json", assets), "utf8")) as Record<
      Entry,
      { path: string }
    >;
  } catch {
    console.error("dist/assets/s/manifest.json is missing. Build the SDK first: npx rollup -c");
    process.exit(1);
  }
};

const measure = (file: Buffer): Size => ({
  raw: file.length,
  gzip: gzipSync(file, { level: 9 }).length,
  brotli: brotliCompressSync(file, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
});

const manifest = await readManifest();
const entries = Object.keys(budgets) as Entry[];
const sizes = {} as Record<Entry, Size>;
for (const entry of entries) {
  sizes[entry] = measure(await readFile(new URL("." + manifest[entry].path, assets)));
}

if (process.argv.includes("--json")) {
  console.log(JSON.stringify(sizes));
} else {
  const row = (cells: (string | number)[]) =>
    console.log(
      cells.map((cell, index) => (index ? String(cell).padStart(8) : String(cell).padEnd(10))).join(""),
    );
  row(["bytes", "raw", "gzip", "brotli", "budget"]);
  for (const entry of entries) {
    const { raw, gzip, brotli } = sizes[entry];
    row([entry, raw, gzip, brotli, budgets[entry]]);
  }
}

for (const entry of entries) {
  const over = sizes[entry].brotli - budgets[entry];
  if (over <= 0) continue;
  console.error(`${entry} is ${over} bytes over its budget of ${budgets[entry]} (brotli).`);
  process.exitCode = 1;
}
const everyPage = sizes.script.brotli + sizes.capture.brotli;
if (everyPage > everyPageBytes) {
  console.error(`script and capture are ${everyPage} bytes together; at most ${everyPageBytes} (brotli).`);
  process.exitCode = 1;
}
