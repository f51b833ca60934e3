import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const page = readFileSync("docs/threats.md", "utf8");
const [attacks = "", faults = ""] = page.split("\n## Faults");

/** Rows of a table, by their number. */
function rowsOf(text: string): Map<number, string> {
  return new Map([...text.matchAll(/^\| (\d+) .*$/gm)].map(([row, number]) => [Number(number), row]));
}

describe.each([
  { name: "attacks", rows: rowsOf(attacks), count: 52 },
  { name: "faults", rows: rowsOf(faults), count: 25 },
])("the table of $name", ({ rows, count }) => {
  it("has every row, and each names what shows it", () => {
    expect([...rows.keys()]).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    const bare = [...rows].filter(([, row]) => !/`(test\/|npm run )/.test(row)).map(([number]) => number);
    expect(bare).toEqual([]);
  });
});

it("every test that the page names exists", () => {
  const named = [...page.matchAll(/`(test\/[\w./-]+)`(?:: "([^"]+)")?/g)].map(([, file = "", title]) => ({
    file,
    title,
  }));
  expect(named.length).toBeGreaterThan(100);
  const lost = named.filter(
    ({ file, title }) =>
      !existsSync(file) || (title !== undefined && !readFileSync(file, "utf8").includes(title)),
  );
  expect(lost).toEqual([]);
});

it("every command that the page names exists", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
  const named = [...page.matchAll(/`npm run ([\w:]+)`/g)].map(([, script = ""]) => script);
  expect(named.filter((script) => scripts[script] === undefined)).toEqual([]);
});
