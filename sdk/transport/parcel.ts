import { limits } from "../../shared/limits.ts";
import type { WireBatch, WireEvent } from "../../shared/wire.ts";
import { byteLength } from "../lib/byte-length.ts";

/** What is around the events of a request; JSON leaves out what is undefined. */
export type BatchHead = Omit<WireBatch, "batch" | "visitor"> & {
  visitor?: string | undefined;
};

/** Room left in a request for what is around the events. Bytes. */
const envelopeBytes = 1_000;

/** What the events of one request may take together. Bytes. */
const parcelBytes: number = limits.sdkBodyBytes - envelopeBytes;

/** An event that is ready to go: written out once, so that each try sends the same bytes. */
export interface Parcel {
  /** The event as JSON. */
  _json: string;
  _bytes: number;
  /** The device's id when it happened, where it may be known: a request speaks for one visitor only. */
  _owner: string | undefined;
  /** A copy is kept on the device. */
  _isStored: boolean;
}

/**
 * Writes an event out.
 *
 * @example createParcel(event)._bytes;
 */
export function createParcel(event: WireEvent): Parcel {
  const json = JSON.stringify(event);
  return {
    _json: json,
    _bytes: byteLength(json),
    _owner: event.anonymousId,
    _isStored: false,
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
 * Writes the body of a request. The list of events is put together by hand, because old libraries
 * give arrays a `toJSON` of their own.
 *
 * @example batchBody({ writeKey: "pub_1", sentAt: Date.now() }, parcels);
 */
export function batchBody(head: BatchHead, parcels: readonly Parcel[]): string {
  let events = "";
  for (const parcel of parcels) events += (events && ",") + parcel._json;
  return JSON.stringify(head).slice(0, -1) + ',"batch":[' + events + "]}";
}
