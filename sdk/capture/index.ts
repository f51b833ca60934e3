import { quietly } from "../lib/quietly.ts";
import { trackers } from "../trackers/index.ts";
import type { TrackerContext } from "../trackers/tracker.ts";

/** What the chunk gives to the entry. */
export interface CaptureModule {
  /** Starts every tracker. */
  startCapture(context: TrackerContext): void;
}

/**
 * Starts all that listens to the page beyond its views. A chunk of its own, which comes when the
 * page has loaded or the visitor first touches it: the words of forms in many languages and the
 * names of many widgets weigh more than all the rest.
 */
export const startCapture: CaptureModule["startCapture"] = (context) => {
  // One that fails takes no other with it.
  for (const { start } of trackers) quietly(start)(context);
};
