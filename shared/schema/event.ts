import * as v from "valibot";
import { limits } from "../limits.ts";

/** The calls of Segment's specification. */
export const eventTypes = ["track", "page", "identify", "group", "alias", "screen"] as const;
export type EventType = (typeof eventTypes)[number];

/** Anything JSON can say. Depth, number of keys and length of texts are checked before, in `worker/ingest/guard.ts`. */
const Properties = v.record(v.string(), v.unknown());
const Time = v.nullish(v.union([v.string(), v.number()]));
/** Empty as some libraries write what they do not know, RudderStack's among them: then it is as if it were left out. */
const NullableId = v.nullish(v.pipe(v.string(), v.maxLength(256)));

/**
 * An event as it is sent to us: Segment's envelope, so that any Segment or RudderStack library can
 * talk to Scoreline. Fields of the envelope that mean nothing here are taken and ignored; fields
 * that are not of the envelope are refused by name.
 *
 * @example { "type": "track", "event": "generate_lead", "messageId": "b6a0", "timestamp": "2026-11-21T10:00:00Z", "properties": { "model": "Aurora" } }
 */
export const IncomingEventSchema = v.pipe(
  v.strictObject({
    type: v.pipe(v.picklist(eventTypes), v.description("The call.")),
    event: v.optional(
      v.pipe(
        v.string(),
        v.minLength(1),
        v.maxLength(128),
        v.description(
          "track: the event's name, GA4's in snake_case. Segment's and Shopify's names are mapped.",
        ),
      ),
    ),
    name: v.nullish(v.pipe(v.string(), v.maxLength(256), v.description("page, screen: the page's name."))),
    category: v.nullish(v.string()),
    messageId: v.pipe(
      v.string(),
      v.minLength(1),
      v.maxLength(limits.messageIdCharacters),
      v.description(
        "The sender's id of this event; the same id is counted once. With the secret key it may be left out.",
      ),
    ),
    timestamp: v.pipe(
      Time,
      v.description("When it happened by the sender's clock: ISO 8601, or milliseconds since 1970."),
    ),
    sentAt: Time,
    originalTimestamp: Time,
    receivedAt: Time,
    anonymousId: v.pipe(
      NullableId,
      v.description("The device's own id. Sixteen characters or more name the same visitor each time."),
    ),
    userId: v.pipe(NullableId, v.description("The site's id of a logged-in user.")),
    previousId: NullableId,
    groupId: NullableId,
    properties: v.pipe(v.nullish(Properties), v.description("Facts about the event.")),
    traits: v.pipe(v.nullish(Properties), v.description("Facts about the visitor.")),
    context: v.pipe(
      v.nullish(Properties),
      v.description(
        "Segment's context: page, campaign, locale, library. The event's own wins over the batch's.",
      ),
    ),
    integrations: v.optional(v.unknown()),
    channel: v.optional(v.unknown()),
    version: v.optional(v.unknown()),
    _metadata: v.optional(v.unknown()),
    rudderId: v.optional(v.unknown()),
    writeKey: v.optional(v.unknown()),
  }),
  v.description("An event as it is sent to Scoreline: Segment's envelope."),
);
export type IncomingEvent = v.InferOutput<typeof IncomingEventSchema>;

/** The page on which an event happened. */
export interface PageContext {
  /** Path, without query and fragment. */
  path: string;
  /** Title of the document, if told. */
  title?: string;
  /** Full address, cleaned of query parameters that are not campaign data. */
  url?: string;
  /** Page kind: `directions`, `careers`, ... See `shared/core/page-kind.ts`. */
  kind?: string;
}

/** What is true of all events of one request: found out at the edge, not told by the browser. */
export interface VisitContext {
  /** Preferred language as a tag: `tr-TR`. */
  locale?: string;
  geo?: { country?: string; region?: string; city?: string; timezone?: string };
  device?: { type: "desktop" | "mobile" | "tablet" | "other"; os?: string; browser?: string };
  /** Where the visit came from. */
  referrer?: { host: string; class: ReferrerClass };
  /** utm parameters without their prefix. */
  campaign?: Record<string, string>;
  /** Click ids by parameter name: `gclid`, `fbclid`, ... */
  clickIds?: Record<string, string>;
  /** Set when the browser said that nothing may be sold or shared: Global Privacy Control. */
  gpc?: true;
  /** Set when the request did not come from a person's browser; such events earn nothing. */
  bot?: "crawler" | "tool";
}

/** Classes of referrer, from the most to the least specific. */
export const referrerClasses = [
  "paid",
  "email",
  "search",
  "social",
  "ai_assistant",
  "internal",
  "other",
] as const;
export type ReferrerClass = (typeof referrerClasses)[number];

/** Who reported an event. */
export type EventSource = "browser" | "server";

/**
 * An event as it is stored and scored: the canonical form that the core folds. Made once, at
 * ingest; nothing in it is ever computed again.
 */
export interface TrackedEvent {
  /** Unique within the visitor. */
  messageId: string;
  type: EventType;
  /** Canonical name: GA4's for `track`; `page_view`, `screen_view`, `identify`, `group`, `alias` for the other calls. */
  name: string;
  /** When it happened: milliseconds since 1970, corrected for the sender's clock, never later than received. */
  atMs: number;
  source: EventSource;
  properties: Readonly<Record<string, unknown>>;
  /** Traits told by this event. */
  traits?: Readonly<Record<string, unknown>>;
  userId?: string;
  page?: PageContext;
  visit?: VisitContext;
  /** What ingest had to mend: `timestamp_in_future`, `timestamp_too_old`, `timestamp_invalid`. */
  flags?: string[];
}
