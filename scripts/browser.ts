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

/** What the tests run in. */
export interface TestBrowsers {
  /** Path of a whole Chromium, as people have it. */
  whole: string;
  /**
   * Path of its headless shell: the same engine without what a window needs. It takes a quarter of the
   * processor's time, and knows no back-forward cache. Missing where there is none to be had.
   */
  shell: string | undefined;
}

const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };

/** @throws {Error} When Debian has no such package, or cannot be reached. */
function install(name: string): void {
  console.log(`Installing Debian's ${name} ...`);
  execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit", env: environment });
  execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], {
    stdio: ["ignore", "ignore", "inherit"],
    env: environment,
  });
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

const canInstall = () => process.getuid?.() === 0 && onPath("apt-get") !== undefined;

function findShell(): string | undefined {
  const told = process.env["CHROMIUM_SHELL_PATH"];
  return told !== undefined && existsSync(told) ? told : onPath("chromium-headless-shell");
}

/** The shell, installed where that is possible: the tests do without it, in more time. */
function shellIfAny(): string | undefined {
  if (findShell() === undefined && canInstall()) {
    try {
      install("chromium-headless-shell");
    } catch {
      console.log("There is none: all browser tests run in the whole Chromium.");
    }
  }
  return findShell();
}

/**
 * The browsers of the tests. On Debian as root they are installed when there are none.
 *
 * @throws {Error} One line that says what to install, where there is no Chromium.
 */
export function requireBrowsers(): TestBrowsers {
  if (findBrowser() === undefined && canInstall()) install("chromium");
  const whole = findBrowser();
  if (whole !== undefined) return { whole, shell: shellIfAny() };
  throw new Error(
    "The browser tests need Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.",
  );
}
