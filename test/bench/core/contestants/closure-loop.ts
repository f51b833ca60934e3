import { compileCondition } from "../../../../shared/core/condition/compile.ts";
import type { Names } from "../../../../shared/core/condition/tests.ts";
import { emptyState, viewAt, type CompiledModel } from "../../../../shared/core/index.ts";
import type { Traffic } from "../events.ts";
import type { EventModel } from "../rules.ts";
import { FreshEvents, type Contestant } from "./contestant.ts";
import { Ledger } from "./ledger.ts";

/** The rules ask of events alone: there is nothing else to refer to. */
const names: Names = {
  scoreOrdinal: () => -1,
  stageOrdinal: () => -1,
  segmentOrdinal: () => -1,
  isAboutEvent: true,
  behaviour: () => () => false,
};

/** The core's own compiled conditions without its index: every rule is tested on every event. */
export function closureLoop(traffic: Traffic, source: EventModel, model: CompiledModel): Contestant {
  const { visitors, texts } = traffic;
  const ledger = new Ledger(source, traffic.visitorCount);
  const fresh = new FreshEvents(traffic);
  const view = viewAt(emptyState(model), model, 0);
  const rules = source.rules.map(({ when }, ordinal) => ({ ordinal, holds: compileCondition(when, names) }));
  return {
    length: texts.length,
    eventsEach: 1,
    reset: () => ledger.reset(),
    prepare: (from, to) => {
      fresh.parse(from, to);
    },
    run: (from, to) => {
      for (let index = from; index < to; index += 1) {
        const event = fresh.at(index);
        view.turnTo(event);
        for (const { holds, ordinal } of rules) {
          if (holds(view)) ledger.award(visitors[index] ?? 0, ordinal, event.atMs);
        }
      }
    },
    pointsOf: (visitor) => ledger.pointsOf(visitor),
  };
}
