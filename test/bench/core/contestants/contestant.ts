import type { TrackedEvent } from "../../../../shared/schema/event.ts";
import type { Traffic } from "../events.ts";

/** Something that is measured: it works through the load, event by event. */
export interface Contestant {
  /** Of these it has so many to work through. */
  length: number;
  /** Events in one of them. */
  eventsEach: number;
  /** Forgets everything: the load begins anew. */
  reset: () => void;
  /** Makes ready what is not measured, for these units. */
  prepare: (from: number, to: number) => void;
  /** Works through what was made ready. This is what is measured. */
  run: (from: number, to: number) => void | Promise<void>;
  /** Points of a visitor by score, in the model's order; null where nothing is scored. */
  pointsOf: ((visitor: number) => readonly number[]) | null;
}

/** Events as they come from the network: each time parsed anew, so that nothing of an earlier pass is remembered in them. */
export class FreshEvents {
  readonly #traffic: Traffic;
  #from = 0;
  #events: TrackedEvent[] = [];

  constructor(traffic: Traffic) {
    this.#traffic = traffic;
  }

  parse(from: number, to: number): readonly TrackedEvent[] {
    this.#from = from;
    this.#events = this.#traffic.texts.slice(from, to).map((text) => JSON.parse(text) as TrackedEvent);
    return this.#events;
  }

  at(index: number): TrackedEvent {
    return this.#events[index - this.#from] as TrackedEvent;
  }
}
