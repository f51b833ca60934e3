import { describe, expect, it } from "vitest";
import { fixture, scoreline } from "./support/run.ts";

const compare = (...flags: string[]) =>
  scoreline([
    "compare",
    fixture("model.json"),
    fixture("model-new.json"),
    fixture("events.ndjson"),
    ...flags,
  ]);

describe("compare", () => {
  it("says who moves, which hand-offs come and go, and why", () => {
    const { code, out } = compare("--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      visitors: 2,
      changed: 2,
      moves: [],
      handOffs: [{ id: "sales", old: 2, new: 2, gained: 0, lost: 0 }],
      rules: [
        { rule: "pricing", old: 20, new: 10, visitors: 2 },
        { rule: "form", old: 20, new: 30, visitors: 1 },
      ],
      movers: [
        { visitor: "ada-0123456789abcdef", total: { old: 38, new: 43 } },
        {
          visitor: "bob-0123456789abcdef",
          total: { old: 40, new: 35 },
          why: [{ rule: "pricing", old: 10, new: 5 }],
        },
      ],
    });
  });

  it("shows moves between stages and lost hand-offs", () => {
    const { out } = compare("--until", "2026-11-12T09:30:00Z");
    expect(out).toContain("2 of 2 visitors change, as of 2026-11-12 09:30:00 UTC");
    expect(out).toContain("nobody changes stage");
    expect(out).toMatch(/ada-0123456789abcdef +38 +43 +\+5 +mql +form \+10, pricing -5/);
  });

  it("prints a line of CSV for each visitor that changes", () => {
    const lines = compare("--csv").out.split("\r\n");
    expect(lines).toEqual([
      "visitor,old_total,new_total,change,old_stage,new_stage,gained,lost,why",
      'ada-0123456789abcdef,38,43,5,mql,mql,,,"form +10, pricing -5"',
      "bob-0123456789abcdef,40,35,-5,mql,mql,,,pricing -5",
      "",
    ]);
  });

  it("finds nothing between a model and itself", () => {
    const { out } = scoreline([
      "compare",
      fixture("model.json"),
      fixture("model.json"),
      fixture("events.ndjson"),
      "--json",
    ]);
    expect(JSON.parse(out)).toMatchObject({ changed: 0, moves: [], rules: [], movers: [] });
  });
});
