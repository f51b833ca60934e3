import { forms } from "./forms.ts";
import { historyCalls } from "./history-calls.ts";
import type { Tracker } from "./tracker.ts";

/** Every tracker of the capture chunk, in the order of their start. */
export const trackers: readonly Tracker[] = [historyCalls, forms];
