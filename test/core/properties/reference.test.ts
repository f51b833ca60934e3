import fc from "fast-check";
import { expect, it } from "vitest";
import { disqualifiedBy, fadeTo, foldLog, segmentIds, stageId, viewAt } from "../../../shared/core/index.ts";
import { logArbitrary, modelArbitrary } from "../support/arbitraries.ts";
import { compiled, endMs, settings } from "../support/property.ts";
import { reference } from "../support/reference.ts";

it("the core gives what the reference gives: total, scores, stage, segments, receipts, histories, hand-offs", () => {
  fc.assert(
    fc.property(modelArbitrary, logArbitrary, (source, log) => {
      const model = compiled(source);
      const { state, effects } = foldLog(log, model);
      const view = viewAt(state, model, endMs);
      const { total, bounded } = view.read();
      const awards = effects.filter((effect) => effect.type === "award");
      const stageChanges = [...effects, ...fadeTo(state, endMs, model).effects].filter(
        (effect) => effect.type === "stage",
      );
      const handOffs = effects.filter((effect) => effect.type === "hand_off");
      expect({
        total,
        scores: bounded,
        stage: stageId(state, model, endMs),
        segments: segmentIds(view),
        disqualified: disqualifiedBy(view),
        awards: awards.map(({ rule, points, reason, eventId }) => [
          model.rules[rule]?.id,
          points,
          reason,
          eventId,
        ]),
        stageChanges: stageChanges.map(({ stage, kind, eventId, atMs }) => [
          model.stages[stage]?.source.id,
          kind,
          eventId,
          atMs,
        ]),
        handOffs: handOffs.map(({ handOff, ordinal }) => `${model.handOffs[handOff]?.source.id}.${ordinal}`),
      }).toEqual(reference(source, log, endMs));
    }),
    settings,
  );
});
