/**
 * The batch as the SDK writes it. The worker checks it with `BatchSchema` and `IncomingEventSchema`;
 * this is the narrower promise that the SDK keeps, with no run-time code.
 */
import type { Answer } from "./schema/batch.ts";
import type { ActionPayload } from "./schema/decision.ts";

export type { ActionPayload, Answer };

/** A value that a property or a trait may have. */
export type WireValue = string | number | boolean | null | WireValue[] | { [key: string]: WireValue };
export type WireProperties = { [key: string]: WireValue };

/** One event, as the SDK sends it. */
export interface WireEvent {
  type: "track" | "page" | "identify" | "group";
  event?: string;
  name?: string;
  messageId: string;
  /** By the browser's clock, milliseconds since 1970. */
  timestamp: number;
  /** The batch's, except in what the device keeps: there each event says whose it is. */
  anonymousId?: string;
  userId?: string | undefined;
  groupId?: string;
  properties?: WireProperties;
  traits?: WireProperties;
  /** Missing where it is the batch's. */
  context?: { page: WirePage };
}

/** The page an event happened on. */
export interface WirePage {
  /** With the route of a hash router. */
  url: string;
  title: string;
  /** Missing where the visitor came from nowhere. */
  referrer?: string | undefined;
}

/** A call that the inline stub took down: name, time, and what it was given. */
export type QueuedCall = [name: string, at: Date | string, ...given: unknown[]];

/** Body of `POST /v1/batch` as the inline stub sends it when the visitor leaves before the script has arrived. */
export interface WireCalls {
  writeKey: string;
  sentAt: string;
  context: { page: { url: string; title: string } };
  /** Random; with the place of a call it makes the event's messageId. */
  id: string;
  anonymousId: string;
  calls: QueuedCall[];
}

/** Body of `POST /v1/batch`, sent as `text/plain` so that no preflight is needed. */
export interface WireBatch {
  writeKey: string;
  /** By the browser's clock at the moment of sending, milliseconds since 1970. */
  sentAt: number;
  /** Signed visitor id of an earlier answer; empty after a reset, which also rules out the id in a cookie. */
  visitor?: string;
  /** Kept on the device, where it may be; gives a retried first batch the same visitor. */
  anonymousId?: string;
  context?: {
    /** That of the first event, and of each that does not name its own. */
    page?: WirePage;
    locale?: string;
    /** True, the visitor agreed to be known; false, nothing of this may be kept; missing, the visitor has not objected. */
    consent?: boolean | undefined;
  };
  batch: WireEvent[];
}
