import { emptyState, fold, type CompiledModel } from "../../../shared/core/index.ts";
import { FreshEvents, type Contestant } from "./contestants/contestant.ts";
import { eventAt, startMs, type Traffic } from "./events.ts";
import type { RandomNumbers } from "../../support/random-numbers.ts";

export const historyLengths = [10, 1_000, 10_000] as const;
export type HistoryLength = (typeof historyLengths)[number];

/** Time between two events of a history: ten thousand of them make 278 days. */
const stepMs = 40 * 60_000;
/** Different events that are folded on top, each on the same state. */
const topEvents = 4_000;

/** One more event on top of a visitor with a history: the new state is thrown away, so the history stays as long as it is. */
export function oneMoreEvent(
  length: HistoryLength,
  traffic: Traffic,
  model: CompiledModel,
  random: RandomNumbers,
): Contestant {
  const events = Array.from({ length }, (_, index) => eventAt(startMs - (length - index) * stepMs, random));
  const { state } = fold(emptyState(model), events, model);
  const fresh = new FreshEvents(traffic);
  let kept = state;
  return {
    length: Math.min(topEvents, traffic.texts.length),
    eventsEach: 1,
    reset: () => {
      kept = state;
    },
    prepare: (from, to) => {
      fresh.parse(from, to);
    },
    run: (from, to) => {
      for (let index = from; index < to; index += 1) kept = fold(state, [fresh.at(index)], model).state;
      if (kept === state) throw new Error("nothing was folded");
    },
    pointsOf: null,
  };
}
