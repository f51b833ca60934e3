import fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalOrder, foldLog, receiptsOf } from "../../../shared/core/index.ts";
import { logArbitrary, modelArbitrary } from "../support/arbitraries.ts";
import { accountOf, arrive, compiled, endMs, settings } from "../support/property.ts";

it("a new version scores what came before it and after it as if it had always been there", () => {
  fc.assert(
    fc.property(modelArbitrary, modelArbitrary, logArbitrary, fc.nat(), (first, second, log, share) => {
      const [before, after] = [compiled(first, 1), compiled(second, 2)];
      const ordered = canonicalOrder(log);
      const place = share % (ordered.length + 1);
      // Under the old version until it is published; then the log is folded anew, and goes on.
      const old = arrive([ordered.slice(0, place)], before);
      const published = arrive([old.log, ...ordered.slice(place).map((event) => [event])], after);
      expect(accountOf(published, after)).toBe(accountOf(foldLog(log, after), after));
      const receipts = receiptsOf(published.effects, published.state, after, endMs);
      expect(receipts.filter(({ modelVersion }) => modelVersion !== 2)).toEqual([]);
      expect(published.state.modelId).toBe(after.id);
    }),
    settings,
  );
});

it("a version published again scores as it did before", () => {
  fc.assert(
    fc.property(modelArbitrary, modelArbitrary, logArbitrary, (first, second, log) => {
      const model = compiled(first, 1);
      const before = accountOf(foldLog(log, model), model);
      foldLog(log, compiled(second, 2));
      const again = compiled(JSON.parse(JSON.stringify(first)) as typeof first, 1);
      expect(accountOf(foldLog(log, again), again)).toBe(before);
    }),
    settings,
  );
});
