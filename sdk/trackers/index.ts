import { forms } from "./forms.ts";
import { pageView } from "./page-view.ts";
import type { Tracker } from "./tracker.ts";

/** Every tracker, in the order of their start: the page view is the first event of a page. */
export const trackers: readonly Tracker[] = [pageView, forms];
