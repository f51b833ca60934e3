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
  /** ISO 8601, by the browser's clock. */
  timestamp: string;
  /** Kept on the device, where it may be; gives a retried first batch the same visitor. */
  anonymousId?: string;
  userId?: string;
  groupId?: string;
  properties?: WireProperties;
  traits?: WireProperties;
  context?: { page: WirePage };
}

/** The page an event happened on; sent with each event, since a batch may span a navigation. */
export interface WirePage {
  url: string;
  path: string;
  title: string;
  referrer: string;
}

/** Body of `POST /v1/batch`, sent as `text/plain` so that no preflight is needed. */
export interface WireBatch {
  writeKey: string;
  /** ISO 8601, by the browser's clock at the moment of sending. */
  sentAt: string;
  /** Signed visitor id of an earlier answer. */
  visitor?: string;
  context?: { locale?: string };
  batch: WireEvent[];
}
