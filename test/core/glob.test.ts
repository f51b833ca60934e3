import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchGlob } from "../../shared/core/glob.ts";
import { settings } from "./support/property.ts";

/** The meaning of a glob, word for word and without any care for time. */
function means(pattern: string, text: string): boolean {
  if (pattern === "") return text === "";
  const rest = pattern.slice(pattern.startsWith("**") ? 2 : 1);
  const [first] = text;
  if (pattern.startsWith("**"))
    return means(rest, text) || (first !== undefined && means(pattern, text.slice(1)));
  if (pattern.startsWith("*"))
    return means(rest, text) || (first !== undefined && first !== "/" && means(pattern, text.slice(1)));
  if (first === undefined) return false;
  const isMet = pattern.startsWith("?") ? first !== "/" : pattern.startsWith(first);
  return isMet && means(rest, text.slice(1));
}

describe("a glob", () => {
  it.each([
    ["/models/*", "/models/aurora", true],
    ["/models/*", "/models/", true],
    ["/models/*", "/models/aurora/gt", false],
    ["/models/**", "/models/aurora/gt", true],
    ["/models/**/gt", "/models/gt", false],
    ["/models/**gt", "/models/gt", true],
    ["**/*.pdf", "/files/2026/price-list.pdf", true],
    ["/?/b", "/a/b", true],
    ["/?/b", "//b", false],
    ["/a", "/a/", false],
    ["", "", true],
    ["*", "", true],
    ["/price.html", "/priceXhtml", false],
    ["/[ab]+(c)", "/[ab]+(c)", true],
  ])("%s meets %s: %s", (pattern, text, expected) => {
    expect(matchGlob(pattern, text)).toBe(expected);
  });

  it("means what its description says", () => {
    const pattern = fc.array(fc.constantFrom("*", "**", "?", "a", "b", "/"), { maxLength: 7 });
    const text = fc.array(fc.constantFrom("a", "b", "/"), { maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (symbols, characters) => {
        const [glob, path] = [symbols.join(""), characters.join("")];
        expect(matchGlob(glob, path)).toBe(means(glob, path));
      }),
      settings,
    );
  });
});
