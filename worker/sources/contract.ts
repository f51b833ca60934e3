import type * as v from "valibot";

/** A webhook as it came in, before anything of it is believed. */
export interface InboundWebhook {
  method: string;
  /** The whole address that was called; some providers sign it. */
  url: string;
  headers: Headers;
  /** The body, byte by byte as it was received: a signature holds for these bytes and no others. */
  body: Uint8Array<ArrayBuffer>;
  receivedAtMs: number;
}

/** What happened, in the words of the house. The event's `provider` is added by the receiver. */
export interface SourceEvent {
  /** Name in snake_case: `email_opened`, `meeting_booked`, `won`. */
  event: string;
  /** From the provider's own id of this occurrence, so that a redelivery counts once; see `occurrenceId`. */
  messageId: string;
  /** The provider's time: ISO 8601, or milliseconds since 1970. Left out: the time of receipt. */
  timestamp?: string | number;
  /** Who: an e-mail address, or the site's own user id. */
  email?: string;
  userId?: string;
  properties: Record<string, unknown>;
  /** What it tells about the person, where the person told it themselves: a booking form does, an opened e-mail does not. */
  traits?: Record<string, unknown>;
}

/** What one item of a delivery comes to. */
export type Mapped =
  | { events: readonly SourceEvent[] }
  /** A kind of event that says nothing about interest. Named in the answer; never a reason to refuse, or the provider would retry for ever. */
  | { ignored: string }
  /** What is wrong with the item, and in which field. It never costs the others. */
  | { problem: string };

/** The guarded HTTP client; see `destinations/outbound.ts`. */
export type Request = (url: string, init: RequestInit) => Promise<Response>;

/**
 * A source of events: one file in this folder, one line in `index.ts`. The receiver does the rest:
 * size, JSON, chunks, doubles, the record of deliveries, the answer.
 *
 * @template Settings What the site's administrator sets, secrets included.
 * @template Found What `lookUp` found out.
 */
export interface SourceKind<Settings, Found = null> {
  /** In addresses: `sendgrid`. */
  name: string;
  /** As the provider writes it: `SendGrid`. */
  title: string;
  /** The provider's page about these webhooks. */
  documentation: string;
  /** What to do in the provider's screens, step by step; `{address}` and `{name of a setting}` are put in. */
  steps: readonly string[];
  /** Each entry with a title and a description: the form in the dashboard is made of them. */
  settings: v.StrictObjectSchema<v.ObjectEntries, undefined>;
  /** Settings that are sealed and never shown again. `given`: from the provider. A function makes one when none is given; it is shown once. */
  secrets: Readonly<Record<string, "given" | (() => string)>>;
  /**
   * Whether the provider sent this: over the exact bytes, compared in constant time, and within five
   * minutes where a time is signed.
   *
   * @returns Why it is not believed, for the administrator; undefined when it is.
   */
  verify: (webhook: InboundWebhook, settings: Settings) => Promise<string | undefined>;
  /** The items of a payload; the payload itself, or each element of a list, when left out. */
  items?: (payload: unknown, settings: Settings) => readonly unknown[];
  /**
   * Asks the provider for what its webhook leaves out, all items at once.
   *
   * @throws {Error} When it cannot be found out now; the provider is asked to deliver again.
   */
  lookUp?: (items: readonly unknown[], settings: Settings, request: Request) => Promise<Found>;
  /** What an item says. Pure; what it throws is taken for a problem of this item. */
  map: (item: unknown, settings: Settings, found: Found) => Mapped;
}
