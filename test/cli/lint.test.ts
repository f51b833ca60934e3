import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fixture, scoreline } from "./support/run.ts";

describe("lint", () => {
  it("ends with 0 for a model without errors", () => {
    expect(scoreline(["lint", fixture("model.json")])).toMatchObject({ code: 0, err: "" });
  });

  it("names what a model refers to and does not have, and ends with 1", () => {
    const { code, out } = scoreline(["lint", fixture("model-broken.json")]);
    expect(code).toBe(1);
    expect(out).toContain('rules[0].score there is no score "intnt"');
    expect(out).toContain('there is no stage "sql"');
  });

  it("names fields that are missing or unknown, with their place, as JSON too", () => {
    const input = JSON.stringify({
      name: "x",
      colour: "red",
      scores: [],
      rules: [],
      stages: [{ id: "visitor" }],
    });
    const { code, out } = scoreline(["lint", "-", "--json"], { input });
    const { errors, findings } = JSON.parse(out) as { errors: number; findings: Record<string, string>[] };
    expect(code).toBe(1);
    expect(errors).toBe(findings.length);
    expect(findings).toContainEqual(
      expect.objectContaining({ path: "colour", severity: "error", code: "unknown_field" }),
    );
    expect(findings).toContainEqual(
      expect.objectContaining({ path: "stages[0].label", code: "missing_field" }),
    );
  });

  it("takes a model as the worker answers with it", () => {
    const model = readFileSync(fixture("model.json"), "utf8");
    const input = `{"version": 3, "id": "m", "publishedAtMs": 0, "model": ${model}}`;
    expect(scoreline(["lint", "-"], { input })).toMatchObject({ code: 0, err: "" });
  });

  it("says that a file is not JSON", () => {
    const { code, err } = scoreline(["lint", "-"], { input: readFileSync("LICENSE") });
    expect(code).toBe(2);
    expect(err).toContain("- is not JSON");
  });
});
