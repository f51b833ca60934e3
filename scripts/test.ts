/**
 * Runs every test on this machine: builds what the worker serves, holds the SDK to its size, finds a
 * browser, and starts Vitest. Arguments go to Vitest:
 *
 *     npm test -- --project core
 */
import { requireBrowsers } from "./browser.ts";
import { build } from "./build.ts";
import { run } from "./run.ts";

const args = process.argv.slice(2);
const { whole, shell } = requireBrowsers();
console.log(`Browser tests run in ${[shell, whole].filter(Boolean).join(" and ")}.`);
await build({ withDemo: true });
// Bytes do not depend on the machine: a script that has grown too big fails before anything is tried.
await run("node", ["scripts/size.ts"]);
await run("vitest", ["run", ...args], {
  CHROMIUM_PATH: whole,
  ...(shell !== undefined && { CHROMIUM_SHELL_PATH: shell }),
});
