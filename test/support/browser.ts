import { chromium, type Browser } from "playwright-core";

/**
 * Starts a browser of the tests, one for each test file.
 *
 * @param kind `shell`, where `npm test` has found one, is the engine alone: it takes a quarter of the
 *   processor's time. `whole` is Chromium as people have it, with its back-forward cache: for tests of leaving
 *   and coming back. It is at `CHROMIUM_PATH`, else where Debian puts it.
 * @example const browser = await launchBrowser();
 */
export function launchBrowser(kind: "shell" | "whole" = "shell"): Promise<Browser> {
  const { CHROMIUM_PATH: whole = "/usr/bin/chromium", CHROMIUM_SHELL_PATH: shell = whole } = process.env;
  return chromium.launch({
    executablePath: kind === "shell" ? shell : whole,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
    // The back-forward cache is part of what visitors do.
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
}
