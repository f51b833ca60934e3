import type { Analysis } from "../analysis.ts";

/** Where an event's name is asked for. */
export interface EventUse {
  path: string;
  owner: string;
}

/** Where each event name is asked for first, in the model's order. */
export function firstEventUses(analysis: Analysis): Map<string, EventUse> {
  const uses = new Map<string, EventUse>();
  for (const { test, path, owner } of analysis.tests) {
    if (test.test !== "event") continue;
    for (const name of typeof test.is === "string" ? [test.is] : test.is) {
      if (!uses.has(name)) uses.set(name, { path: `${path}.is`, owner });
    }
  }
  return uses;
}
