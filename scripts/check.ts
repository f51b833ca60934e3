/** Everything that has to hold before a change lands: format, lint, types, generated files, size, tests. */
import { build } from "./build.ts";
import { run } from "./run.ts";

const steps: [name: string, step: () => Promise<void>][] = [
  ["format", () => run("oxfmt", ["--check"])],
  ["lint", () => run("oxlint", ["--type-aware"])],
  ["types", () => run("node", ["scripts/types.ts"])],
  ["generated files", () => run("node", ["scripts/generate.ts", "--check"])],
  ["build", () => build({ withDemo: true })],
  ["size", () => run("node", ["scripts/size.ts"])],
  ["tests", () => run("node", ["scripts/test.ts"])],
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
