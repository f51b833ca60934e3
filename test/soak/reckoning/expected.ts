import {
  canonicalOrder,
  compile,
  foldLog,
  hashOf,
  readScores,
  scoresById,
  type CompiledModel,
  type Effect,
} from "../../../shared/core/index.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { Model } from "../../../shared/schema/model.ts";
import { normaliseEvent } from "../../../worker/ingest/normalise.ts";
import type { CrowdBrowser } from "./crowd.ts";

/** Who stands behind some browsers, and what they must have come to. */
export interface Person {
  browsers: CrowdBrowser[];
  events: TrackedEvent[];
}

/** What the core makes of a person's events. */
export interface Expected {
  total: number;
  scores: Record<string, number>;
  /** Keys of the hand-offs that are due. */
  handOffs: string[];
}

/** Puts the browsers that have proved one address together; everybody else is somebody of their own. */
export function personsOf(browsers: readonly CrowdBrowser[]): Person[] {
  const byName = new Map<string, CrowdBrowser[]>();
  for (const browser of browsers) {
    if (browser.accepted.length === 0) continue;
    const name = browser.proved ?? browser.anonymousId;
    byName.set(name, [...(byName.get(name) ?? []), browser]);
  }
  return [...byName.values()].map((mine) => ({ browsers: mine, events: mine.flatMap(eventsOf) }));
}

/** The events of one browser as the worker has to have stored them. */
function eventsOf({ accepted, fromServer }: CrowdBrowser): TrackedEvent[] {
  const told = accepted.flatMap(({ events, sentAtMs }) =>
    events.map((event) => ({ event, sentAtMs, source: "browser" as const })),
  );
  const heard = fromServer.map((item) => ({ ...item, source: "server" as const }));
  return [...told, ...heard].map(({ event, sentAtMs, source }) => {
    const normalised = normaliseEvent(event, {
      source,
      receivedAtMs: sentAtMs,
      sentAtMs,
      batchContext: undefined,
      visit: undefined,
      pageKinds: [],
    });
    if ("problem" in normalised) throw new Error(`${JSON.stringify(event)}: ${normalised.problem.message}`);
    return normalised.event;
  });
}

/** The published model, ready to fold. */
export function compiled(model: Model, version: number, id: string): CompiledModel {
  return compile({ model, version, id });
}

/** Folds a person's events from nothing, in one go. */
export function expectedOf({ events }: Person, model: CompiledModel, nowMs: number): Expected {
  const { state, effects } = foldLog(canonicalOrder(events), model);
  const reading = readScores(state, model, nowMs);
  return {
    total: reading.total,
    scores: scoresById(reading, model),
    handOffs: effects.flatMap((effect) => (effect.type === "hand_off" ? [keyOf(effect, model)] : [])),
  };
}

/** The part of a hand-off's id that comes after the visitor's. */
function keyOf(
  { handOff, eventId, ordinal }: Extract<Effect, { type: "hand_off" }>,
  model: CompiledModel,
): string {
  const source = model.handOffs[handOff]?.source;
  return `${source?.id ?? ""}.${source?.trigger.on === "event" ? hashOf(eventId) : ordinal}`;
}
