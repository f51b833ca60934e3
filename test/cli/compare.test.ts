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
      moves: [{ from: "mql", to: "visitor", visitors: 1 }],
      stages: [
        { id: "visitor", old: 0, new: 1 },
        { id: "mql", old: 2, new: 1 },
      ],
      handOffs: [{ id: "sales", old: 2, new: 1, gained: 0, lost: 1 }],
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

  it("shows the same as tables", () => {
    const { out } = compare();
    expect(out).toContain("2 of 2 visitors change, as of 2026-11-13 09:00:00 UTC");
    expect(out).toMatch(/^ {2}mql +visitor +1$/m);
    expect(out).toMatch(/^ {2}sales +2 +1 +-1 +0 +1$/m);
    expect(out).toMatch(/^ {2}ada-0123456789abcdef +38 +43 +\+5 +mql +form \+10, pricing -5$/m);
    expect(out).toMatch(/^ {2}bob-0123456789abcdef +40 +35 +-5 +mql → visitor +pricing -5$/m);
  });

  it("prints a line of CSV for each visitor that changes", () => {
    const lines = compare("--csv").out.split("\r\n");
    expect(lines).toEqual([
      "visitor,old_total,new_total,change,old_stage,new_stage,gained,lost,why",
      'ada-0123456789abcdef,38,43,5,mql,mql,,,"form +10, pricing -5"',
      "bob-0123456789abcdef,40,35,-5,mql,visitor,,sales.1,pricing -5",
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
