import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { demoHeadersIn } from "../../scripts/build.ts";

const folder = mkdtempSync(join(tmpdir(), "built-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("a build without the demo leaves a running demo its headers, and a deployment has none of them", () => {
  expect(demoHeadersIn(folder)).toBe("");
  mkdirSync(join(folder, "shop"));
  expect(demoHeadersIn(folder)).toContain("/shop/*\n  Content-Security-Policy: default-src 'none'");
  expect(demoHeadersIn(folder)).not.toContain("/saas/*");
});
