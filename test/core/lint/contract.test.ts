import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { lint, lintRules } from "../../../shared/core/lint/index.ts";
import type { Model } from "../../../shared/schema/model.ts";
import { linterPage } from "../../../scripts/generate/linter-page.ts";
import { examples } from "./support/examples.ts";

const root = new URL("../../../", import.meta.url);
const codes = lintRules.map(({ code }) => code);

describe.each(lintRules)("the lint rule $code", ({ code, description, check }) => {
  const { bad, good } = examples[code] ?? { bad: [], good: [] };

  it("has a bad model, in each of which it finds something, and a good one, in which it finds nothing", () => {
    expect(bad.length).toBeGreaterThan(0);
    expect(good.length).toBeGreaterThan(0);
    for (const model of bad) expect(check(model)).not.toEqual([]);
    for (const model of good) expect(check(model)).toEqual([]);
  });

  it("says where, what and what to do, under its own code", () => {
    for (const finding of bad.flatMap((model) => check(model))) {
      expect(finding.code).toBe(code);
      expect(finding.path).toMatch(/^[a-zA-Z]+((\.[a-zA-Z]+)|(\[\d+\]))*$/);
      expect(finding.message).not.toMatch(/undefined|NaN|Infinity|\[object/);
      expect(finding.fix).toMatch(/\.$/);
    }
  });

  it("points at something that is in the model", () => {
    for (const model of bad) {
      for (const { path } of check(model)) {
        const parts = path.replaceAll("[", ".").replaceAll("]", "").split(".");
        const parent = parts
          .slice(0, -1)
          .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], model);
        expect(parent).toBeTypeOf("object");
      }
    }
  });

  it("finds the same twice, and leaves the model as it is", () => {
    for (const model of bad) {
      const before = JSON.stringify(model);
      expect(check(model)).toEqual(check(model));
      expect(JSON.stringify(model)).toBe(before);
    }
  });

  it("has one line of description", () => {
    expect(description).toMatch(/^[A-Z][^\n]+\.$/);
  });
});

describe("the registry of lint rules", () => {
  it("holds every file of its folder once, each named for its code", () => {
    const files = readdirSync(new URL("shared/core/lint/rules/", root)).map((file) =>
      file.replace(/\.ts$/, ""),
    );
    expect([...codes].sort()).toEqual(files.map((file) => file.replaceAll("-", "_")).sort());
  });

  it("has examples for its own codes and no others", () => {
    expect(Object.keys(examples).sort()).toEqual([...codes].sort());
  });

  it("is what the reference page lists", () => {
    const rows = linterPage()
      .split("\n")
      .filter((line) => line.startsWith("| `"));
    expect(rows.map((row) => row.split("`")[1])).toEqual(codes);
  });
});

describe("the packs", () => {
  const packs = readdirSync(new URL("shared/packs/", root), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => new URL(`shared/packs/${entry.name}/model.json`, root))
    .flatMap((file) => {
      try {
        return [JSON.parse(readFileSync(file, "utf8")) as Model];
      } catch {
        // A folder beside the packs that holds no model.
        return [];
      }
    });

  it.each(packs)("$name has no errors", (model) => {
    expect(packs.length).toBeGreaterThan(0);
    expect(lint(model).filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it.each(packs)("$name has no rule or condition that contradicts itself", (model) => {
    const contradictions = [
      "rule_never_pays",
      "condition_never_true",
      "branch_never_true",
      "unreachable_stage",
    ];
    expect(lint(model).filter(({ code }) => contradictions.includes(code))).toEqual([]);
  });
});

describe("lint", () => {
  it("tells errors first, then warnings, then hints", () => {
    const order = ["error", "warning", "hint"];
    for (const { bad } of Object.values(examples)) {
      for (const model of bad) {
        const severities = lint(model).map(({ severity }) => order.indexOf(severity));
        expect(severities).toEqual([...severities].sort((a, b) => a - b));
      }
    }
  });
});
