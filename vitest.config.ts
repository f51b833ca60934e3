import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { secondTries } from "./test/support/second-tries.ts";

/**
 * Where browsers and processes run, on machines that others may take away for a second: how long a test
 * waits for what must come, milliseconds, and that it is tried once more. The run names those that needed it.
 * What must never be lost is counted by the soaks, without this.
 */
const patience = { expect: { poll: { timeout: 20_000 } }, retry: 1 };

/** Facts about the product, told in four places: the pure core, workerd, a page in Chromium, the whole house. */
export default defineConfig({
  test: {
    // Most of the time goes by in browsers and workers that wait: two files at once, however few processors there are.
    maxWorkers: 2,
    reporters: ["default", secondTries()],
    projects: [
      {
        test: {
          name: "core",
          include: ["test/core/**/*.test.ts", "test/house/**/*.test.ts"],
          testTimeout: 600_000,
        },
      },
      {
        test: { name: "cli", include: ["test/cli/**/*.test.ts"], testTimeout: 120_000 },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: {
                SCORELINE_MODE: "local",
                SCORELINE_SECRET: "a secret for tests, and for nothing else",
                SCORELINE_ROOT_TOKEN: "a root token for tests, and for nothing else",
              },
            },
          }),
        ],
        test: {
          name: "worker",
          include: ["test/worker/**/*.test.ts"],
          testTimeout: 30_000,
          globalSetup: ["test/worker/support/provide-data.ts"],
          setupFiles: ["test/worker/support/no-relayed-results.ts"],
        },
      },
      {
        test: {
          name: "sdk",
          include: ["test/sdk/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          ...patience,
        },
      },
      {
        test: {
          name: "system",
          include: ["test/system/**/*.test.ts"],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          ...patience,
        },
      },
    ],
  },
});
