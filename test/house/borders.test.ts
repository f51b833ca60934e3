import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

let house: string;
beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), "scoreline-borders-"));
  cpSync(".oxlintrc.json", join(house, ".oxlintrc.json"));
  symlinkSync(resolve("node_modules"), join(house, "node_modules"));
});
afterAll(() => rmSync(house, { recursive: true, force: true }));

/** What the linter says of a file that stands in a room. */
function lint(path: string, code: string): string {
  const file = join(house, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
  try {
    execFileSync(resolve("node_modules/.bin/oxlint"), [path], {
      cwd: house,
      encoding: "utf8",
      stdio: "pipe",
    });
    return "";
  } catch (error) {
    return (error as { stdout: string }).stdout;
  } finally {
    rmSync(file);
  }
}

const importing = (from: string) => `import * as x from "${from}";\nexport const y = x;\n`;
const importingType = (from: string) => `import type { X } from "${from}";\nexport type Y = X;\n`;

it.each([
  ["shared/core/a.ts", importing("valibot"), "no package"],
  ["shared/core/a.ts", importing("../schema/model.ts"), "never code"],
  ["shared/core/a.ts", importing("../limits.ts"), "only its own files"],
  ["shared/core/condition/a.ts", importing("../../../worker/app.ts"), "only its own files"],
  ["shared/core/a.ts", "export const now = () => Date.now();\n", "core is pure"],
  ["shared/core/a.ts", "export const chance = () => Math.random();\n", "no randomness"],
  ["shared/core/a.ts", "export const get = () => fetch('https://x.test');\n", "core is pure"],
  ["shared/schema/a.ts", importing("hono"), "no other package"],
  ["shared/schema/a.ts", importing("../core/index.ts"), "other schemas"],
  ["sdk/a.ts", importing("../shared/schema/model.ts"), "never code"],
  ["sdk/a.ts", importing("../shared/core/index.ts"), "nothing else"],
  ["sdk/a.ts", importing("../worker/app.ts"), "no other room"],
  ["sdk/a.ts", importing("preact"), "no dependencies"],
  ["sdk/a.ts", "export const f = (e: Element) => { e.innerHTML = 'x'; };\n", "text nodes only"],
  ["worker/a.ts", importing("../sdk/client.ts"), "nothing of another room"],
  ["worker/routes/a.ts", importing("../../dashboard/src/app.tsx"), "nothing of another room"],
  ["worker/a.ts", importing("zod"), "docs/dependencies.md"],
  ["dashboard/src/a.ts", importing("../../worker/app.ts"), "nothing of another room"],
  ["examples/a.ts", importing("../shared/core/index.ts"), "nothing of the house"],
])("the border of a room holds: %s with %j", (path, code, says) => {
  expect(lint(path, code)).toContain(says);
});

it.each([
  ["shared/core/a.ts", importing("./fold.ts")],
  ["shared/core/condition/a.ts", importingType("../../schema/model.ts")],
  ["shared/schema/a.ts", importing("valibot")],
  ["shared/schema/a.ts", importing("../limits.ts")],
  ["sdk/lib/a.ts", importing("../../shared/limits.ts")],
  ["sdk/a.ts", importingType("../shared/schema/decision.ts")],
  ["worker/routes/a.ts", importing("../../shared/schema/model.ts")],
  ["worker/a.ts", importing("hono/http-exception")],
  ["dashboard/src/a.ts", importing("@preact/signals")],
])("what a room may use passes: %s with %j", (path, code) => {
  expect(lint(path, code)).toBe("");
});
