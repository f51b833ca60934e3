import type { Model } from "../../../schema/model.ts";
import { everyTest } from "../condition/every-test.ts";
import { placesOf } from "../condition/places.ts";

/** Where an event's name is asked for. */
export interface EventUse {
  path: string;
  owner: string;
}

/** Where each event name is asked for first, in the model's order. */
export function firstEventUses(model: Model): Map<string, EventUse> {
  const uses = new Map<string, EventUse>();
  for (const { condition, path, owner } of placesOf(model)) {
    for (const { test, path: at } of everyTest(condition, path)) {
      if (test.test !== "event") continue;
      for (const name of [test.is].flat()) if (!uses.has(name)) uses.set(name, { path: `${at}.is`, owner });
    }
  }
  return uses;
}
