import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compile,
  comesAfter,
  disqualifiedBy,
  fadeTo,
  fold,
  foldLog,
  nextChangeAt,
  readScores,
  receiptsOf,
  segmentIds,
  stageId,
  viewAt,
  type CompiledModel,
  type FoldResult,
} from "../../shared/core/index.ts";
import type { TrackedEvent } from "../../shared/schema/event.ts";
import { logArbitrary, modelArbitrary } from "./support/arbitraries.ts";
import { reference } from "./support/reference.ts";

const runs = Number(process.env["PROPERTY_RUNS"] ?? 1_000);
const seed = Number(process.env["PROPERTY_SEED"] ?? Date.now() % 1_000_000_007);
console.log(`property tests: seed ${seed}, ${runs} runs each (PROPERTY_SEED, PROPERTY_RUNS)`);
/** A day and an hour after the last that is generated. */
const endMs = 7 * 86_400_000 + 3_600_000;
const settings = { numRuns: runs, seed };

function compiled(model: Parameters<typeof compile>[0]["model"]): CompiledModel {
  return compile({ version: 1, id: "generated", model });
}

/** Folds as a visitor object does: on top where it can, from the log where something is late. */
function arrive(batches: readonly (readonly TrackedEvent[])[], model: CompiledModel): FoldResult {
  let log: TrackedEvent[] = [];
  let result = foldLog([], model);
  for (const batch of batches) {
    const known = new Set(log.map(({ messageId }) => messageId));
    const fresh = batch.filter(
      ({ messageId }, index) =>
        !known.has(messageId) && batch.findIndex((event) => event.messageId === messageId) === index,
    );
    log = [...log, ...fresh];
    const isLate = fresh.some((event) => !comesAfter(event, result.state));
    if (isLate || fresh.length !== 1) result = foldLog(log, model);
    else {
      const next = fold(result.state, fresh, model);
      result = { state: next.state, effects: [...result.effects, ...next.effects] };
    }
  }
  return result;
}

describe("the fold", () => {
  it("gives what the reference gives: total, scores, stage, receipts, stage history, hand-offs", () => {
    fc.assert(
      fc.property(modelArbitrary, logArbitrary, (source, log) => {
        const model = compiled(source);
        const { state, effects } = foldLog(log, model);
        const expected = reference(source, log, endMs);
        const view = viewAt(state, model, endMs);
        const reading = view.read();
        const awards = effects.filter((effect) => effect.type === "award");
        expect(
          awards.map(({ rule, points, reason, eventId }) => [model.rules[rule]?.id, points, reason, eventId]),
        ).toEqual(expected.awards);
        const stages = [...effects, ...fadeTo(state, endMs, model).effects].filter(
          (effect) => effect.type === "stage",
        );
        expect(
          stages.map(({ stage, kind, eventId, atMs }) => [
            model.stages[stage]?.source.id,
            kind,
            eventId,
            atMs,
          ]),
        ).toEqual(expected.stageChanges);
        expect({
          total: reading.total,
          scores: reading.bounded,
          stage: stageId(state, model, endMs),
          segments: segmentIds(view),
          disqualified: disqualifiedBy(view),
        }).toEqual({
          total: expected.total,
          scores: expected.scores,
          stage: expected.stage,
          segments: expected.segments,
          disqualified: expected.disqualified,
        });
        const handOffs = effects.filter((effect) => effect.type === "hand_off");
        expect(
          handOffs.map(({ handOff, ordinal }) => `${model.handOffs[handOff]?.source.id}.${ordinal}`),
        ).toEqual(expected.handOffs);
      }),
      settings,
    );
  });

  it("gives the same state and effects for any order of arrival, any batching and any duplication", () => {
    const shuffled = logArbitrary.chain((log) =>
      fc.tuple(
        fc.constant(log),
        fc.shuffledSubarray([...log, ...log], { minLength: log.length * 2 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 }),
      ),
    );
    fc.assert(
      fc.property(modelArbitrary, shuffled, (source, [log, arrivals, sizes]) => {
        const model = compiled(source);
        const batches: TrackedEvent[][] = [];
        for (let from = 0, turn = 0; from < arrivals.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          batches.push(arrivals.slice(from, from + size));
          from += size;
        }
        expect(arrive(batches, model)).toEqual(foldLog(log, model));
      }),
      settings,
    );
  });

  it("goes on from any checkpoint that was written down as JSON", () => {
    fc.assert(
      fc.property(modelArbitrary, logArbitrary, fc.nat({ max: 20 }), (source, log, cut) => {
        const model = compiled(source);
        const whole = foldLog(log, model);
        const ordered = [...log].sort(
          (a, b) =>
            a.atMs - b.atMs ||
            (a.type === "identify" ? 0 : 1) - (b.type === "identify" ? 0 : 1) ||
            (a.messageId < b.messageId ? -1 : 1),
        );
        const before = fold(foldLog([], model).state, ordered.slice(0, cut), model);
        const resumed = fold(
          JSON.parse(JSON.stringify(before.state)) as typeof before.state,
          ordered.slice(cut),
          model,
        );
        expect(resumed.state).toEqual(whole.state);
        expect([...before.effects, ...resumed.effects]).toEqual(whole.effects);
      }),
      settings,
    );
  });

  it("leaves the state it was given as it was", () => {
    fc.assert(
      fc.property(modelArbitrary, logArbitrary, (source, log) => {
        const model = compiled(source);
        const { state } = foldLog(log, model);
        const before = JSON.stringify(state);
        const later = {
          ...log[0],
          messageId: "zz",
          type: "track",
          name: "generate_lead",
          atMs: 1e12,
          source: "browser",
          properties: { amount: 4 },
        } as TrackedEvent;
        fold(state, [later], model);
        readScores(state, model, endMs);
        expect(JSON.stringify(state)).toBe(before);
      }),
      settings,
    );
  });

  it("writes receipts that sum to the total", () => {
    fc.assert(
      fc.property(modelArbitrary, logArbitrary, (source, log) => {
        const model = compiled(source);
        const { state, effects } = foldLog(log, model);
        const sum = receiptsOf(effects, state, model, endMs).reduce((total, { points }) => total + points, 0);
        expect(sum).toBe(readScores(state, model, endMs).total);
      }),
      settings,
    );
  });

  it("gives two merged visitors what one visitor with both logs has, in any order of merging, and each their own back", () => {
    const parts = logArbitrary.chain((log) =>
      fc.tuple(
        fc.constant(log),
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: log.length, maxLength: log.length }),
      ),
    );
    fc.assert(
      fc.property(modelArbitrary, parts, (source, [log, owners]) => {
        const model = compiled(source);
        const [a = [], b = [], c = []] = [0, 1, 2].map((owner) =>
          log.filter((_, index) => owners[index] === owner),
        );
        const merged = foldLog([...a, ...b, ...c], model);
        expect(foldLog([...c, ...a, ...b, ...a], model)).toEqual(merged);
        expect(foldLog([...b, ...c, ...c, ...a], model)).toEqual(merged);
        // Undoing is folding the parts, which a merge never changed.
        expect(foldLog(a, model)).toEqual(arrive([a], model));
      }),
      settings,
    );
  });

  it("never lowers a score when a rule pays more, limits of groups aside", () => {
    fc.assert(
      fc.property(
        modelArbitrary,
        logArbitrary,
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        (source, log, which, more) => {
          const rules = source.rules.map((rule) =>
            rule.type === "event" ? { ...rule, group: undefined } : rule,
          );
          const raised = rules.map((rule, index) =>
            index === which % Math.max(1, rules.length) && rule.type === "event"
              ? { ...rule, points: rule.points + more === 0 ? 1 : rule.points + more }
              : rule,
          );
          const total = (list: typeof rules) => {
            const model = compiled({ ...source, rules: list });
            return readScores(foldLog(log, model).state, model, endMs).total;
          };
          expect(total(raised)).toBeGreaterThanOrEqual(total(rules));
        },
      ),
      settings,
    );
  });

  it("knows beforehand when time alone will close a stage, to the millisecond", () => {
    fc.assert(
      fc.property(modelArbitrary, logArbitrary, (source, log) => {
        const model = compiled(source);
        const { state } = foldLog(log, model);
        const nowMs = state.last?.atMs ?? 0;
        const nextMs = nextChangeAt(state, model, nowMs);
        const changes = (untilMs: number) => fadeTo(state, untilMs, model).effects.length;
        if (nextMs === null) expect(changes(nowMs + 90 * 86_400_000)).toBe(0);
        else expect([changes(nextMs - 1), changes(nextMs) > 0]).toEqual([0, true]);
      }),
      settings,
    );
  });

  it("scores anew under another version what it would have scored under it from the start", () => {
    fc.assert(
      fc.property(modelArbitrary, modelArbitrary, logArbitrary, (before, after, log) => {
        const old = compiled(before);
        const next = compiled(after);
        foldLog(log, old);
        expect(arrive([log], next)).toEqual(foldLog(log, next));
      }),
      { ...settings, numRuns: Math.ceil(runs / 4) },
    );
  });
});
