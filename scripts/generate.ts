/**
 * Makes the files that come from the schemas and the routes: JSON Schema for editors, and the
 * reference pages of the docs.
 *
 *     npx node scripts/generate.ts           writes them
 *     npx node scripts/generate.ts --check   fails when one of them is not up to date
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { costPage } from "./generate/cost-page.ts";
import { httpApiPage } from "./generate/http-api.ts";
import { jsonSchemas } from "./generate/json-schema.ts";
import { linterPage } from "./generate/linter-page.ts";
import { modelPage } from "./generate/model-page.ts";

const files: Record<string, string> = {
  "docs/http-api.md": await httpApiPage(),
  "docs/model.md": modelPage(),
  "docs/linter.md": linterPage(),
  "docs/cost.md": costPage(),
};
for (const [name, schema] of Object.entries(jsonSchemas())) {
  files[`docs/schema/${name}.json`] = `${JSON.stringify(schema, null, 2)}\n`;
}

const isCheck = process.argv.includes("--check");
const stale = Object.entries(files).filter(
  ([path, text]) => !existsSync(path) || readFileSync(path, "utf8") !== text,
);
if (isCheck && stale.length > 0) {
  console.error(`Not up to date: ${stale.map(([path]) => path).join(", ")}. Run npm run generate.`);
  process.exit(1);
}
for (const [path, text] of stale) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`wrote ${path}`);
}
