import { startTrackers } from "../lib/start-trackers.ts";
import { chat } from "../trackers/chat.ts";
import { commerce } from "../trackers/commerce.ts";
import { consentSignals } from "../trackers/consent-signals.ts";
import { embeds } from "../trackers/embeds.ts";
import { historyCalls } from "../trackers/history-calls.ts";
import { looseFields } from "../trackers/loose-fields.ts";
import { players } from "../trackers/players.ts";
import { search } from "../trackers/search.ts";
import { share } from "../trackers/share.ts";
import type { Tracker, TrackerContext } from "../trackers/tracker.ts";
import { video } from "../trackers/video.ts";

/** What the chunk gives to the tracker that fetches it. */
export interface ExternalModule {
  /** Starts every tracker of the chunk. */
  startExternal(context: TrackerContext): void;
}

/** The trackers of this chunk, in the order of their start. */
export const externalTrackers: readonly Tracker[] = [
  historyCalls,
  consentSignals,
  commerce,
  embeds,
  chat,
  video,
  players,
  share,
  search,
  looseFields,
];

/**
 * Starts what listens to things that many pages do not have: tag and consent managers, chats, forms
 * and calendars in frames, videos and their players, buttons for sharing, results of a search, fields without a form; and
 * to the history where a browser does not tell of it.
 */
export const startExternal: ExternalModule["startExternal"] = (context) =>
  startTrackers(externalTrackers, context);
