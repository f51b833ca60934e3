import { engagedTime } from "./engaged-time.ts";
import { external } from "./external.ts";
import { forms } from "./forms.ts";
import { links } from "./links.ts";
import { scoreEvent } from "./score-event.ts";
import { scrollDepth } from "./scroll-depth.ts";
import type { Tracker } from "./tracker.ts";

/** Every tracker of the capture chunk, in the order of their start. */
export const trackers: readonly Tracker[] = [external, forms, engagedTime, scrollDepth, links, scoreEvent];
