import { describe, expect, it } from "vitest";
import {
  comesAfter,
  decide,
  emptyState,
  fold,
  readScores,
  receiptsOf,
  stageId,
  type Effect,
} from "../../shared/core/index.ts";
import type { TrackedEvent } from "../../shared/schema/event.ts";
import { eventsOf, journeys } from "../support/journey.ts";
import { dealer, tracked } from "./support/dealer.ts";

const nowMs = Date.UTC(2026, 10, 21, 12);

describe("golden journeys through the core", () => {
  it.each(journeys.map((journey) => ({ journey, name: `${journey.id}: ${journey.title}` })))(
    "$name",
    ({ journey }) => {
      let state = emptyState(dealer);
      const effects: Effect[] = [];
      for (const [index, step] of journey.steps.entries()) {
        const events = eventsOf(journey, index, nowMs).map((event) => tracked(event, step.source, nowMs));
        expect(events.every((event) => comesAfter(event, state))).toBe(true);
        const result = fold(state, events, dealer);
        state = result.state;
        effects.push(...result.effects);
        expect({
          step: index,
          total: readScores(state, dealer, nowMs).total,
          stage: stageId(state, dealer, nowMs),
        }).toEqual({
          step: index,
          total: step.expect.total,
          stage: step.expect.stage,
        });
        const event = events.at(-1) as TrackedEvent;
        if (step.expect.actions !== undefined) {
          expect(decide(state, dealer, { nowMs, event, locale: "en" }).actions.map(({ id }) => id)).toEqual(
            step.expect.actions,
          );
        }
        if (step.expect.handOffs !== undefined) expect(handOffKeys(effects)).toEqual(step.expect.handOffs);
      }
      const receipts = receiptsOf(effects, state, dealer, nowMs);
      expect(receipts.map(({ ruleId, points, reason }) => [ruleId, points, reason])).toEqual(
        journey.receipts,
      );
      expect(receipts.reduce((sum, { points }) => sum + points, 0)).toBe(
        readScores(state, dealer, nowMs).total,
      );
    },
  );
});

function handOffKeys(effects: readonly Effect[]): string[] {
  return effects.flatMap((effect) =>
    effect.type === "hand_off" ? [`${dealer.handOffs[effect.handOff]?.source.id}.${effect.ordinal}`] : [],
  );
}
