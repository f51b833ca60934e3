/**
 * Everything that has to hold before a change lands: format, lint, types, generated files, and the
 * tests, before which everything is built and the SDK weighed.
 */
import { run } from "./run.ts";

const steps: [name: string, step: () => Promise<void>][] = [
  ["format", () => run("oxfmt", ["--check"])],
  ["lint", () => run("oxlint", ["--type-aware", "--deny-warnings"])],
  ["types", () => run("node", ["scripts/types.ts"])],
  ["generated files", () => run("node", ["scripts/generate.ts", "--check"])],
  ["build, size, tests", () => run("node", ["scripts/test.ts"])],
];

for (const [name, step] of steps) {
  console.log(`\n— ${name}`);
  try {
    await step();
  } catch (error) {
    console.error(`\n${name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}
console.log("\nEverything holds.");
