import { limits } from "../../shared/limits.ts";
import { byteLength } from "../lib/byte-length.ts";
import { quietly } from "../lib/quietly.ts";
import { sayOnce } from "../lib/say-once.ts";
import { batchBody, takeBatch, type BatchHead, type Parcel } from "./parcel.ts";
import { request } from "./request.ts";
import { retryDelayMs } from "./retry-delay.ts";
import type { Verdict } from "./verdict.ts";

/** Events that wait for a broken endpoint; the oldest go first when there are more. */
const waitingCount = 100;

/** A request that has not been answered for this long may never be; its events are kept on the device. Milliseconds. */
const stuckMs = 2_000;

/** What delivery needs from the client. */
export interface DeliveryOptions {
  _url: string;
  /** What is around the events of one visitor, at the moment of sending. */
  _head(owner: string | undefined): BatchHead;
  /** Called when it is known what became of a request. */
  _onVerdict(parcels: readonly Parcel[], verdict: Verdict): void;
  /** Keeps events on the device, written out, or forgets them there. */
  _store(events: readonly string[], isKept: boolean): void;
}

interface Flight {
  _parcels: Parcel[];
  _keptBytes: number;
  _startedAtMs: number;
}

/**
 * Brings events to the endpoint: those of one task in one request, each request able to outlive
 * the page, again with the same bytes when it failed, by beacon when the visitor leaves, and by
 * the next page when even that is not sure. What arrives twice is counted once by its messageId;
 * what does not arrive is lost, so in doubt it is sent again.
 */
export function createDelivery({ _url, _head, _onVerdict, _store }: DeliveryOptions) {
  const waiting: Parcel[] = [];
  const flights = new Set<Flight>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let notBeforeMs = 0;

  /** Keeps events on the device, or forgets those that are kept there. */
  const store = (parcels: readonly Parcel[], isKept: boolean) => {
    const changed = parcels.filter((parcel) => isKept || parcel._isStored);
    for (const parcel of changed) parcel._isStored = isKept;
    if (changed[0])
      _store(
        changed.map((parcel) => parcel._json),
        isKept,
      );
  };

  const schedule = () => {
    if (failures) store(waiting.splice(0, waiting.length - waitingCount), false);
    clearTimeout(timer);
    timer = setTimeout(quietly(flush), notBeforeMs - Date.now());
  };

  const body = (parcels: readonly Parcel[]) => batchBody(_head(parcels[0]?._owner), parcels);

  const dispatch = async (parcels: Parcel[]) => {
    const text = body(parcels);
    const bytes = byteLength(text);
    let keptBytes = bytes;
    for (const flight of flights) keptBytes += flight._keptBytes;
    // A retry goes without: what refused the first try may have been another script's share of the quota.
    const isKept = !failures && keptBytes <= limits.sdkBodyBytes;
    const flight: Flight = { _parcels: parcels, _keptBytes: isKept ? bytes : 0, _startedAtMs: Date.now() };
    flights.add(flight);
    const verdict = await request(_url, text, isKept);
    flights.delete(flight);

    _onVerdict(parcels, verdict);
    if (verdict._kind === "again") {
      waiting.unshift(...parcels);
      store(parcels, true);
      // Requests that failed side by side are one failure.
      if (Date.now() >= notBeforeMs) failures += 1;
      notBeforeMs = Math.max(
        notBeforeMs,
        Date.now() + retryDelayMs(failures, Math.random(), verdict._afterMs ?? 0),
      );
      schedule();
      return;
    }
    failures = notBeforeMs = 0;
    store(parcels, false);
    if (!verdict._answer) sayOnce("refused");
  };

  function flush(isForced?: unknown): void {
    if (!isForced && Date.now() < notBeforeMs) schedule();
    else while (waiting[0]) dispatch(takeBatch(waiting)).catch(sayOnce);
  }

  return {
    /** Puts an event into the queue; it goes with the others of the same task. */
    _add(parcel: Parcel): void {
      waiting.push(parcel);
      // The timers of a hidden page are slow, and may never run.
      if (document.hidden || (waiting.length >= waitingCount && !failures)) flush();
      else schedule();
    },
    /** Sends what is waiting, now; what has failed before its time only if `isForced`. */
    _flush: flush,
    /** The visitor may be leaving; for good, when the page is being unloaded. */
    _leave(isUnloading: boolean): void {
      // Only hidden: the visitor may come back, and an answer is still of use.
      if (!isUnloading) return flush();
      const isDoubtful = failures || !navigator.onLine;
      const left = waiting.splice(0);
      while (left[0]) {
        const parcels = takeBatch(left);
        // A beacon says only that it was taken, not what became of it.
        if (!navigator.sendBeacon(_url, body(parcels)) || isDoubtful) waiting.push(...parcels);
        else store(parcels, false);
      }
      store(waiting, true);
      for (const flight of flights) {
        if (isDoubtful || Date.now() - flight._startedAtMs > stuckMs) store(flight._parcels, true);
      }
    },
  };
}
