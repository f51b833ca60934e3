import type { Tracker, TrackerContext } from "../trackers/tracker.ts";

/**
 * Starts trackers, but not those that the site has switched off with `data-off="scroll video"`. One
 * that fails takes no other with it.
 */
export function startTrackers(trackers: readonly Tracker[], context: TrackerContext): void {
  const off = context.settings["off"]?.split(" ");
  for (const { name, start } of trackers) if (!off?.includes(name)) context.quietly(start)(context);
}
