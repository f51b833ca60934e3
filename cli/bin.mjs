#!/usr/bin/env node
// What npx links into its cache for good, at the first call: so it stands here, before anything is built.
import { existsSync } from "node:fs";

const program = new URL("../dist/cli/scoreline.mjs", import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  console.error("The command line is not built yet. Build it, and call it again: npm run build");
  process.exit(1);
}
