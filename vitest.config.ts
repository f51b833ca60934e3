import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { patienceMs } from "./test/support/patience.ts";
import { secondTries } from "./test/support/second-tries.ts";

/**
 * With a worker or a browser that shares the machine, a test is tried once more, and the run names it.
 * What must never be lost is counted by the soaks, without this.
 */
const patient = {
  testTimeout: 5 * patienceMs,
  hookTimeout: 3 * patienceMs,
  expect: { poll: { timeout: patienceMs } },
  retry: 1,
};

/** Facts about the product, told in four places: the pure core, workerd, a page in Chromium, the whole house. */
export default defineConfig({
  test: {
    // Most of the time goes by in browsers and workers that wait: three files at once, however few processors there are.
    maxWorkers: 3,
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
        test: { name: "cli", include: ["test/cli/**/*.test.ts"], ...patient },
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
          ...patient,
          globalSetup: ["test/worker/support/provide-data.ts"],
          setupFiles: ["test/worker/support/no-relayed-results.ts"],
        },
      },
      {
        test: {
          name: "sdk",
          include: ["test/sdk/**/*.test.ts"],
          ...patient,
        },
      },
      {
        test: {
          name: "system",
          include: ["test/system/**/*.test.ts"],
          ...patient,
        },
      },
    ],
  },
});
