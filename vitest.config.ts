import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** How long a test waits for what must come, where browsers and processes run. Milliseconds. */
const patience = { poll: { timeout: 20_000 } };

/** Facts about the product, told in four places: the pure core, workerd, a page in Chromium, the whole house. */
export default defineConfig({
  test: {
    // Most of the time goes by in browsers and workers that wait: two files at once, however few processors there are.
    maxWorkers: 2,
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
          expect: patience,
        },
      },
      {
        test: {
          name: "system",
          include: ["test/system/**/*.test.ts"],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          expect: patience,
        },
      },
    ],
  },
});
