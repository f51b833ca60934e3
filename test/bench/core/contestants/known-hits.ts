import { foldLog, type CompiledModel } from "../../../../shared/core/index.ts";
import type { TrackedEvent } from "../../../../shared/schema/event.ts";
import type { Traffic } from "../events.ts";
import type { EventModel } from "../rules.ts";
import type { Contestant } from "./contestant.ts";
import { Ledger } from "./ledger.ts";

/** The rules that hit each event of the load. */
export interface KnownHits {
  /** Where an event's ordinals begin; the last entry is their number. */
  starts: Uint32Array;
  ordinals: Uint32Array;
}

/** Finds the hits of all events, as the core's own effects tell them. */
export function findHits(traffic: Traffic, model: CompiledModel): KnownHits {
  const events = traffic.texts.map((text) => JSON.parse(text) as TrackedEvent);
  const logs = Array.from({ length: traffic.visitorCount }, (): TrackedEvent[] => []);
  for (const [index, event] of events.entries()) logs[traffic.visitors[index] ?? 0]?.push(event);
  const byEvent = new Map<string, number[]>(events.map(({ messageId }) => [messageId, []]));
  for (const log of logs) {
    for (const effect of foldLog(log, model).effects) {
      if (effect.type === "award") byEvent.get(effect.eventId)?.push(effect.rule);
    }
  }
  const lists = [...byEvent.values()];
  const starts = new Uint32Array(lists.length + 1);
  for (const [index, list] of lists.entries()) starts[index + 1] = (starts[index] ?? 0) + list.length;
  return { starts, ordinals: Uint32Array.from(lists.flat()) };
}

/** Floor: nothing is looked for; the points of hits that are known beforehand are added per visitor. */
export function knownHits(traffic: Traffic, source: EventModel, { starts, ordinals }: KnownHits): Contestant {
  const { visitors, times } = traffic;
  const ledger = new Ledger(source, traffic.visitorCount);
  return {
    length: times.length,
    eventsEach: 1,
    reset: () => ledger.reset(),
    prepare: () => undefined,
    run: (from, to) => {
      for (let index = from; index < to; index += 1) {
        const end = starts[index + 1] ?? 0;
        for (let place = starts[index] ?? 0; place < end; place += 1) {
          ledger.award(visitors[index] ?? 0, ordinals[place] ?? 0, times[index] ?? 0);
        }
      }
    },
    pointsOf: (visitor) => ledger.pointsOf(visitor),
  };
}
