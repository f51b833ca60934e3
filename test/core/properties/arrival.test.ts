import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalOrder, fold, foldLog, readScores } from "../../../shared/core/index.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import { logArbitrary, modelArbitrary } from "../support/arbitraries.ts";
import { accountOf, arrive, compiled, endMs, settings } from "../support/property.ts";

/** A list cut into pieces of these sizes, again and again. */
function cut<T>(list: readonly T[], sizes: readonly number[]): T[][] {
  const pieces: T[][] = [];
  for (let from = 0, turn = 0; from < list.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(list.slice(from, from + size));
    from += size;
  }
  return pieces;
}

const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 });
/** A log, and the same in another order. */
const shuffled = logArbitrary.chain((log) =>
  fc.tuple(fc.constant(log), fc.shuffledSubarray(log, { minLength: log.length })),
);

describe("the same events give the same scores, stages and receipts, bit for bit,", () => {
  it("in any order of arrival", () => {
    fc.assert(
      fc.property(modelArbitrary, shuffled, (source, [log, arrivals]) => {
        const model = compiled(source);
        const oneByOne = arrivals.map((event) => [event]);
        expect(accountOf(arrive(oneByOne, model), model)).toBe(accountOf(foldLog(log, model), model));
      }),
      settings,
    );
  });

  it("in any batching", () => {
    fc.assert(
      fc.property(modelArbitrary, logArbitrary, sizes, (source, log, by) => {
        const model = compiled(source);
        const batches = cut(canonicalOrder(log), by);
        expect(accountOf(arrive(batches, model), model)).toBe(accountOf(foldLog(log, model), model));
      }),
      settings,
    );
  });

  it("with any duplication, in any order and any batching", () => {
    const doubled = logArbitrary.chain((log) =>
      fc.tuple(
        fc.constant(log),
        fc.shuffledSubarray([...log, ...log, ...log], { minLength: log.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(modelArbitrary, doubled, sizes, (source, [log, copies], by) => {
        const model = compiled(source);
        // Whatever the choice of copies left out comes at the end.
        const batches = cut([...copies, ...log], by);
        expect(accountOf(arrive(batches, model), model)).toBe(accountOf(foldLog(log, model), model));
      }),
      settings,
    );
  });

  it("with late events, each of which changes what it would have changed in time", () => {
    fc.assert(
      fc.property(modelArbitrary, logArbitrary, fc.array(fc.boolean()), (source, log, lateness) => {
        const model = compiled(source);
        const late = log.filter((_, index) => lateness[index] === true);
        const inTime = canonicalOrder(log.filter((_, index) => lateness[index] !== true));
        const arrived = arrive(
          [...inTime, ...late].map((event) => [event]),
          model,
        );
        expect(accountOf(arrived, model)).toBe(accountOf(foldLog(log, model), model));
      }),
      settings,
    );
  });

  it("going on from any checkpoint that was written down as JSON", () => {
    fc.assert(
      fc.property(modelArbitrary, logArbitrary, fc.nat({ max: 20 }), (source, log, place) => {
        const model = compiled(source);
        const ordered = canonicalOrder(log);
        const before = fold(foldLog([], model).state, ordered.slice(0, place), model);
        const checkpoint = JSON.parse(JSON.stringify(before.state)) as typeof before.state;
        const after = fold(checkpoint, ordered.slice(place), model);
        const resumed = { state: after.state, effects: [...before.effects, ...after.effects] };
        expect(accountOf(resumed, model)).toBe(accountOf(foldLog(log, model), model));
      }),
      settings,
    );
  });
});

it("a fold and a reading leave the state they were given as it was", () => {
  const later: TrackedEvent = {
    messageId: "zz",
    type: "track",
    name: "generate_lead",
    atMs: 1e12,
    source: "browser",
    properties: { amount: 4 },
  };
  fc.assert(
    fc.property(modelArbitrary, logArbitrary, (source, log) => {
      const model = compiled(source);
      const { state } = foldLog(log, model);
      const before = JSON.stringify(state);
      fold(state, [later], model);
      readScores(state, model, endMs);
      expect(JSON.stringify(state)).toBe(before);
    }),
    settings,
  );
});
