import { startTrackers } from "../lib/start-trackers.ts";
import { trackers } from "../trackers/index.ts";
import type { TrackerContext } from "../trackers/tracker.ts";

/** What the chunk gives to the entry. */
export interface CaptureModule {
  /** Starts every tracker. */
  startCapture(context: TrackerContext): void;
}

/**
 * Starts all that listens to the page beyond its views. A chunk of its own, which comes when the
 * visitor first touches the page or has stayed a while: the words of forms in many languages weigh
 * more than all the rest.
 */
export const startCapture: CaptureModule["startCapture"] = (context) => {
  startTrackers(trackers, context);
  // The entry has sent its queue by the time that what comes later hears of the leaving. And a device that
  // is online again need not wait.
  for (const name of ["pagehide", "online"]) context.listen(window, name, context.flush);
};
