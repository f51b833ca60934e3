import fc from "fast-check";
import { expect, it } from "vitest";
import { foldLog, readScores, receiptsOf, viewAt } from "../../../shared/core/index.ts";
import type { Rule } from "../../../shared/schema/rule.ts";
import { logArbitrary, modelArbitrary } from "../support/arbitraries.ts";
import { compiled, endMs, settings } from "../support/property.ts";

it("receipts sum to the total, and those of a score to the score, at any moment", () => {
  fc.assert(
    fc.property(modelArbitrary, logArbitrary, fc.integer({ min: 0, max: 30 }), (source, log, days) => {
      const model = compiled(source);
      const { state, effects } = foldLog(log, model);
      const nowMs = (state.last?.atMs ?? 0) + days * 86_400_000;
      const receipts = receiptsOf(effects, state, model, nowMs);
      const sumOf = (lines: typeof receipts) => lines.reduce((sum, { points }) => sum + points, 0);
      const reading = viewAt(state, model, nowMs).read();
      expect(sumOf(receipts)).toBe(reading.total);
      for (const [ordinal, { id }] of model.scores.entries()) {
        expect(sumOf(receipts.filter(({ score }) => score === id))).toBe(reading.bounded[ordinal]);
      }
    }),
    settings,
  );
});

/** The same rule with more points; never 0, which no rule may have. */
function raised(rule: Rule, more: number): Rule {
  const sum = (points: number) => (points + more === 0 ? 1 : points + more);
  switch (rule.type) {
    case "event":
    case "state":
      return { ...rule, points: sum(rule.points) };
    case "criteria":
      return { ...rule, pointsEach: sum(rule.pointsEach) };
    case "bands":
      return { ...rule, bands: rule.bands.map((band) => ({ ...band, points: band.points + more })) };
  }
}

it("raising a rule's points lowers no score and no total, limits of groups aside", () => {
  fc.assert(
    fc.property(
      modelArbitrary,
      logArbitrary,
      fc.nat(),
      fc.integer({ min: 1, max: 9 }),
      (source, log, which, more) => {
        // A group's limit is a cap that rules share: what one takes the others miss.
        const rules = source.rules.map((rule) =>
          rule.type === "event" ? { ...rule, group: undefined } : rule,
        );
        const read = (list: Rule[]) => {
          const model = compiled({ ...source, rules: list });
          return readScores(foldLog(log, model).state, model, endMs);
        };
        const chosen = which % Math.max(1, rules.length);
        const before = read(rules);
        const after = read(rules.map((rule, index) => (index === chosen ? raised(rule, more) : rule)));
        expect(after.total).toBeGreaterThanOrEqual(before.total);
        for (const [ordinal, score] of before.bounded.entries()) {
          expect(after.bounded[ordinal]).toBeGreaterThanOrEqual(score);
        }
      },
    ),
    settings,
  );
});
