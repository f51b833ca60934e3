import { chromium, type Browser } from "playwright-core";

/**
 * Starts the browser of the tests: Chromium at `CHROMIUM_PATH`, else where Debian puts it. One for
 * each test file.
 *
 * @example const browser = await launchBrowser();
 */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
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
