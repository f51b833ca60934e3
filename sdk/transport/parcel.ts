import { limits } from "../../shared/limits.ts";
import type { WireEvent } from "../../shared/wire.ts";
import { byteLength } from "../lib/byte-length.ts";

/** What is around the events of a request, its context last; JSON leaves out what is undefined. */
export interface BatchHead {
  writeKey: string;
  sentAt: number;
  visitor: string | undefined;
  anonymousId: string | undefined;
  context: { locale: string; consent: boolean | undefined };
}

/** Room left in a request for what is around the events. Bytes. */
const envelopeBytes = 1_000;

/** What the events of one request may take together. Bytes. */
const parcelBytes: number = limits.sdkBodyBytes - envelopeBytes;

/** An event that is ready to go: written out once, so that each try sends the same bytes. */
export interface Parcel {
  /** The event as JSON, whole. */
  _json: string;
  /** The same without page and device, which the head of a request says for all its events. */
  _own: string;
  /** What is in its context, as JSON without the first brace. */
  _context: string;
  _bytes: number;
  /** The device's id when it happened, where it may be known: a request speaks for one visitor only. */
  _owner: string | undefined;
  /** A copy is kept on the device. */
  _isStored?: boolean;
}

/**
 * Writes an event out.
 *
 * @throws {TypeError} When it is none, or says nothing of its page: the device may have kept anything.
 * @example createParcel(event)._bytes;
 */
export function createParcel(event: WireEvent): Parcel {
  const { context, anonymousId, ...own } = event;
  const json = JSON.stringify(event);
  return {
    _json: json,
    _own: JSON.stringify(own),
    _context: JSON.stringify(context).slice(1),
    _bytes: byteLength(json),
    _owner: anonymousId,
  };
}

/**
 * Takes from the head of the queue what goes into one request: events of one visitor, as many as
 * fit, and always at least one.
 *
 * @example takeBatch(waiting); // the taken ones are no longer in `waiting`
 */
export function takeBatch(waiting: Parcel[]): Parcel[] {
  let count = 0;
  let bytes = 0;
  for (const parcel of waiting) {
    bytes += parcel._bytes + 1;
    if (count > 0 && (bytes > parcelBytes || parcel._owner !== waiting[0]?._owner)) break;
    count += 1;
  }
  return waiting.splice(0, count);
}

/**
 * Writes the body of a request: the page of the first event into the head, and the others without it
 * where theirs is the same. Put together by hand: all of it is JSON already, and old libraries give
 * arrays a `toJSON` of their own.
 *
 * @example batchBody({ writeKey: "pub_1", sentAt: Date.now(), visitor, anonymousId, context: { locale: "en", consent } }, parcels);
 */
export function batchBody(head: BatchHead, parcels: readonly Parcel[]): string {
  const { _context } = parcels[0] as Parcel;
  const events = parcels.map((parcel) => (parcel._context === _context ? parcel._own : parcel._json));
  return `${JSON.stringify(head).slice(0, -2)},${_context},"batch":[${events.join()}]}`;
}
