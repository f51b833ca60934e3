import { describe, expect, it } from "vitest";
import { gappedBands } from "../../../shared/core/lint/rules/gapped-bands.ts";
import { overlappingBands } from "../../../shared/core/lint/rules/overlapping-bands.ts";
import { lint } from "../../../shared/core/lint/index.ts";
import type { BandsRule } from "../../../shared/schema/rule.ts";
import { bandsRule, modelWith } from "./support/model.ts";

function overlaps(bands: BandsRule["bands"]): string[] {
  return overlappingBands.check(modelWith({ rules: [bandsRule(bands)] })).map(({ message }) => message);
}
function gaps(bands: BandsRule["bands"]): string[] {
  return gappedBands.check(modelWith({ rules: [bandsRule(bands)] })).map(({ message }) => message);
}

describe("the table of employees from the article", () => {
  const employees: BandsRule["bands"] = [
    { from: 1, to: 50, points: 0 },
    { from: 50, to: 99, points: 5 },
    { from: 100, to: 499, points: 10 },
    { from: 500, to: 999, points: 15 },
    { from: 1000, points: 5 },
  ];

  it("names both bands that share 50 employees, and says that the first match wins", () => {
    expect(overlaps(employees)).toEqual([
      'band 1 (1 to 50) and band 2 (50 to 99) of rule "employees" both hold 50; the first match wins, so band 1 (1 to 50) pays for it',
    ]);
  });

  it("has no other finding: points may fall where the numbers rise", () => {
    const model = modelWith({
      scores: [{ id: "intent", label: "Intent", max: 15 }],
      rules: [bandsRule(employees)],
      stages: modelWith().stages.slice(0, 1),
    });
    expect(lint(model).map(({ code }) => code)).toEqual(["overlapping_bands"]);
  });
});

describe("overlapping bands", () => {
  it("are found in whatever order they stand, and the one that stands first pays", () => {
    const [message] = overlaps([
      { from: 50, points: 1 },
      { from: 1, to: 60, points: 2 },
    ]);
    expect(message).toContain("band 1 (50 and more) and band 2 (1 to 60)");
    expect(message).toContain("both hold 50 to 60;");
    expect(message).toContain("so band 1 (50 and more) pays");
  });

  it("say so when the second one is never asked", () => {
    const [message] = overlaps([
      { from: 1, to: 100, points: 1 },
      { from: 20, to: 50, points: 2 },
    ]);
    expect(message).toMatch(/band 2 \(20 to 50\) never does$/);
    expect(
      overlaps([
        { from: 20, to: 50, points: 2 },
        { from: 1, to: 100, points: 1 },
      ])[0],
    ).not.toContain("never");
  });

  it("are found between a list and a range, and between lists without regard to case and accents", () => {
    expect(
      overlaps([
        { in: [7, "seven"], points: 1 },
        { from: 1, to: 10, points: 2 },
      ])[0],
    ).toContain("both hold 7;");
    expect(
      overlaps([
        { in: ["IT"], points: 1 },
        { in: ["it", "Finance"], points: 2 },
      ])[0],
    ).toContain('both hold "it";');
    expect(
      overlaps([
        { in: ["İzmir"], points: 1 },
        { in: ["izmir"], points: 2 },
      ]),
    ).toHaveLength(1);
  });

  it("are one finding a pair, however much they share", () => {
    expect(
      overlaps([
        { in: [1, 2, 3], points: 1 },
        { in: [1, 2, 3], points: 2 },
      ]),
    ).toHaveLength(1);
    expect(
      overlaps([
        { to: 10, points: 1 },
        { to: 5, points: 2 },
        { from: 3, points: 3 },
      ]),
    ).toHaveLength(2);
  });

  it("are not found where a value stands twice in one band, or a number and its text in two", () => {
    expect(overlaps([{ in: ["a", "a"], points: 1 }])).toEqual([]);
    expect(
      overlaps([
        { in: ["1"], points: 1 },
        { in: [1], points: 2 },
      ]),
    ).toEqual([]);
  });
});

describe("a gap between bands", () => {
  it("is named with the numbers that are left out", () => {
    expect(
      gaps([
        { from: 1, to: 49, points: 1 },
        { from: 60, to: 99, points: 2 },
      ])[0],
    ).toContain('no band of rule "employees" holds 50 to 59');
    expect(
      gaps([
        { from: 60, points: 2 },
        { to: 58, points: 1 },
      ])[0],
    ).toContain("holds 59, between band 2");
  });

  it("is not there where whole numbers follow each other, nor between 9.99 and 10", () => {
    expect(
      gaps([
        { to: 49, points: 1 },
        { from: 50, points: 2 },
      ]),
    ).toEqual([]);
    expect(
      gaps([
        { to: 9.99, points: 1 },
        { from: 10, points: 2 },
      ]),
    ).toEqual([]);
    expect(
      gaps([
        { to: 9.9, points: 1 },
        { from: 10.1, points: 2 },
      ])[0],
    ).toContain("holds 10,");
  });

  it("is not below the lowest and not above the highest band, nor between values of lists", () => {
    expect(gaps([{ from: 10, to: 20, points: 1 }])).toEqual([]);
    expect(
      gaps([
        { in: [1, 5], points: 1 },
        { in: [9], points: 2 },
      ]),
    ).toEqual([]);
  });
});
