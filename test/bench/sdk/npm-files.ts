import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { promisify } from "node:util";

/** One version of a package, and the hash that says it is this one. */
export interface NpmPackage {
  name: string;
  version: string;
  integrity: string;
}

const execute = promisify(execFile);
const cache = fileURLToPath(new URL("../../../node_modules/.cache/scoreline-bench-sdk/", import.meta.url));

/**
 * Fetches a package from the npm registry, once, without its dependencies: what a browser loads is
 * in the package itself, and nobody who installs Scoreline shall wait for it.
 *
 * @returns Reads a file of the package as text.
 * @throws {Error} When the registry gives something else than what was measured before.
 */
export async function npmFiles({ name, version, integrity }: NpmPackage): Promise<(path: string) => string> {
  const folder = join(cache, `${name.replace("/", "-")}-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const work = mkdtempSync(join(cache, "unpack-"));
    try {
      const { stdout } = await execute(
        "npm",
        ["pack", `${name}@${version}`, "--pack-destination", work, "--loglevel", "error"],
        { cwd: work },
      );
      const archive = join(work, stdout.trim().split("\n").at(-1) ?? "");
      const found = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
      if (found !== integrity) throw new Error(`${name}@${version} is not what it was: ${found}`);
      await execute("tar", ["-xzf", archive, "-C", work]);
      renameSync(join(work, "package"), folder);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return (path) => readFileSync(join(folder, path), "utf8");
}
