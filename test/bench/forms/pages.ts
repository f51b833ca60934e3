import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A saved page. Its fields say in `data-manual-scoring` what they are for. */
export interface SavedPage {
  name: string;
  html: string;
  /** Words and patterns are chosen by looking at one half; the other says what they are worth. */
  half: "development" | "held out";
}

/** Reads the pages of a folder: `*.html`, or `pages.tar.gz` with those inside. */
export function savedPages(folder: string): SavedPage[] {
  const archive = join(folder, "pages.tar.gz");
  const unpacked = mkdtempSync(join(tmpdir(), "form-pages-"));
  try {
    if (existsSync(archive)) execFileSync("tar", ["-xzf", archive, "-C", unpacked]);
    const root = existsSync(archive) ? unpacked : folder;
    return readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".html"))
      .toSorted()
      .map((path) => ({ name: path.replace(/^.*\//, ""), html: readFileSync(join(root, path), "utf8") }))
      .map((page) => ({ ...page, half: halfOf(page.name) }));
  } finally {
    rmSync(unpacked, { recursive: true });
  }
}

const halfOf = (name: string): SavedPage["half"] =>
  (createHash("sha256").update(name).digest()[0] ?? 0) % 2 ? "development" : "held out";
