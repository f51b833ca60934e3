import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const files = globSync("shared/core/**/*.ts").map((path) => ({ path, text: readFileSync(path, "utf8") }));

describe.each(files)("$path", ({ text }) => {
  it("makes no regular expression and no code of a text", () => {
    expect(text).not.toMatch(/\bRegExp\b|\beval\b|\bFunction\(|\bimport\(/);
  });

  it("gives what takes a pattern one that was written here", () => {
    const written = new Set([...text.matchAll(/^const (\w+) =\s*\/.+\/\w*;$/gm)].map(([, name]) => name));
    // A string given to these becomes a regular expression; `includes`, `split` and `replace` take it as it is.
    const given = [...text.matchAll(/\.(?:match|matchAll|search)\(([^)]*)\)/g)].map(
      ([, argument]) => argument,
    );
    const unwritten = given.filter((argument) => !written.has(argument) && !argument?.startsWith("/"));
    expect(unwritten).toEqual([]);
  });
});
