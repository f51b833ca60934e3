import { startTrackers } from "../lib/start-trackers.ts";
import { chat } from "../trackers/chat.ts";
import { commerce } from "../trackers/commerce.ts";
import { consentSignals } from "../trackers/consent-signals.ts";
import { embeds } from "../trackers/embeds.ts";
import type { Tracker, TrackerContext } from "../trackers/tracker.ts";

/** What the chunk gives to the tracker that fetches it. */
export interface ExternalModule {
  /** Starts every tracker of other scripts. */
  startExternal(context: TrackerContext): void;
}

/** The trackers of this chunk, in the order of their start. */
export const externalTrackers: readonly Tracker[] = [consentSignals, commerce, embeds, chat];

/**
 * Starts what listens to other scripts of the page: tag and consent managers, chats, forms and
 * calendars in frames. A chunk of its own, since many pages have none of them.
 */
export const startExternal: ExternalModule["startExternal"] = (context) =>
  startTrackers(externalTrackers, context);
