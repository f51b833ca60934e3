import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const names = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];

function onPath(name: string): string | undefined {
  return (process.env["PATH"] ?? "")
    .split(":")
    .map((folder) => `${folder}/${name}`)
    .find((file) => existsSync(file));
}

/** A Chromium on this machine: `CHROMIUM_PATH`, Playwright's own, or one on the path. */
function findBrowser(): string | undefined {
  const told = process.env["CHROMIUM_PATH"];
  if (told !== undefined && told !== "") {
    if (existsSync(told)) return told;
    throw new Error(`CHROMIUM_PATH is ${told}, and there is nothing there`);
  }
  const own = chromium.executablePath();
  return existsSync(own) ? own : names.map(onPath).find((file) => file !== undefined);
}

/**
 * Path of a Chromium for the browser tests. On Debian as root it is installed when there is none.
 *
 * @throws {Error} One line that says what to install.
 */
export function requireBrowser(): string {
  const found = findBrowser();
  if (found !== undefined) return found;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && onPath("apt-get") !== undefined) {
    console.log("No Chromium found; installing Debian's (apt-get install chromium) ...");
    const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit", env: environment });
    execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
      stdio: ["ignore", "ignore", "inherit"],
      env: environment,
    });
    const installed = findBrowser();
    if (installed !== undefined) return installed;
  }
  throw new Error(
    "The browser tests need Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.",
  );
}
