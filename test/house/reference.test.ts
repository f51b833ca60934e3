import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const reference = readFileSync("test/core/support/reference.ts", "utf8");

it("the reference that the core is compared with is short enough to be believed: 200 lines", () => {
  expect(reference.trimEnd().split("\n").length).toBeLessThanOrEqual(200);
});

it("the reference takes nothing from the core but the types of the schema", () => {
  const imports = [...reference.matchAll(/^import .*?from "(.+?)";$/gms)].map(([line]) => line);
  expect(imports.filter((line) => !/^import type .*\/shared\/schema\//s.test(line))).toEqual([]);
  expect(reference).not.toMatch(/import\(/);
});
