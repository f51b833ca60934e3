import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalOrder, fold, foldLog } from "../../../shared/core/index.ts";
import { logArbitrary, modelArbitrary } from "../support/arbitraries.ts";
import { accountOf, arrive, compiled, settings } from "../support/property.ts";

/** A log dealt out to three visitors. */
const dealt = logArbitrary.chain((log) =>
  fc
    .array(fc.integer({ min: 0, max: 2 }), { minLength: log.length, maxLength: log.length })
    .map((owners) => [0, 1, 2].map((owner) => log.filter((_, index) => owners[index] === owner))),
);

describe("visitors who are one person", () => {
  it("have merged what one visitor with all their events has, in whatever order they are merged", () => {
    const order = fc.shuffledSubarray([0, 1, 2], { minLength: 3 });
    fc.assert(
      fc.property(modelArbitrary, dealt, order, order, (source, logs, first, then) => {
        const model = compiled(source);
        const whole = accountOf(foldLog(logs.flat(), model), model);
        const merged = (visitors: readonly number[]) =>
          accountOf(
            arrive(
              visitors.map((visitor) => logs[visitor] ?? []),
              model,
            ),
            model,
          );
        expect(merged(first)).toBe(whole);
        // Merging what is merged already changes nothing.
        expect(merged([...first, ...then])).toBe(whole);
      }),
      settings,
    );
  });

  it("have each their own again when the merge is undone, with what came meanwhile", () => {
    fc.assert(
      fc.property(modelArbitrary, dealt, fc.nat(), (source, [a = [], b = []], share) => {
        const model = compiled(source);
        const ordered = canonicalOrder(a);
        const place = share % (ordered.length + 1);
        const before = fold(foldLog([], model).state, ordered.slice(0, place), model);
        const written = JSON.stringify(before);
        // Merged, and the rest of the first visitor's events arrive while they are.
        const merged = arrive([ordered.slice(0, place), b, ordered.slice(place)], model);
        expect(accountOf(merged, model)).toBe(accountOf(foldLog([...a, ...b], model), model));
        // Undone: each event goes back to whose it was.
        const own = new Set(a.map(({ messageId }) => messageId));
        const parted = [true, false].map((isOwn) =>
          merged.log.filter(({ messageId }) => own.has(messageId) === isOwn),
        );
        expect(parted.map((log) => accountOf(foldLog(log, model), model))).toEqual(
          [a, b].map((log) => accountOf(foldLog(log, model), model)),
        );
        expect(JSON.stringify(before)).toBe(written);
      }),
      settings,
    );
  });
});
