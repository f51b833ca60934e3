import { limits } from "../../shared/limits.ts";
import type { Answer, WireBatch } from "../../shared/wire.ts";
import { byteLength } from "../lib/byte-length.ts";
import { onLeave } from "../lib/on-leave.ts";
import { quietly } from "../lib/quietly.ts";
import { sayOnce } from "../lib/say-once.ts";
import { batchBody, takeBatch, type Parcel } from "./parcel.ts";
import { request } from "./request.ts";
import { retryDelayMs } from "./retry-delay.ts";

/** Events that wait for a broken endpoint; the oldest go first when there are more. */
const waitingCount = 100;

/** A request that has not been answered for this long may never be; its events are kept on the device. Milliseconds. */
const stuckMs = 2_000;

/** What delivery needs from the client. */
export interface DeliveryOptions {
  url: string;
  /** What is around the events of one visitor, at the moment of sending. */
  head(owner: string): Omit<WireBatch, "batch">;
  /** Called with each answer; `path` is that of the last page view in the request. */
  onAnswer(answer: Answer, owner: string, path: string | undefined): void;
  /** Keeps events on the device, and forgets those that have arrived. */
  store(add: readonly string[], remove: ReadonlySet<string>): void;
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
export function createDelivery({ url, head, onAnswer, store }: DeliveryOptions) {
  const waiting: Parcel[] = [];
  const flights = new Set<Flight>();
  let timer: number | undefined;
  let failures = 0;
  let notBeforeMs = 0;

  const schedule = () => {
    timer ??= setTimeout(quietly(flush), Math.max(0, notBeforeMs - Date.now()));
  };

  const body = (parcels: Parcel[]) => batchBody(head(parcels[0]!._owner), parcels);

  const keep = (parcels: readonly Parcel[]) => {
    for (const parcel of parcels) parcel._isStored = true;
    if (parcels.length > 0) store(parcels.map((parcel) => parcel._json), new Set());
  };

  const forget = (parcels: readonly Parcel[]) => {
    const stored = parcels.filter((parcel) => parcel._isStored);
    if (stored.length > 0) store([], new Set(stored.map((parcel) => parcel._json)));
  };

  const trim = () => {
    if (waiting.length > waitingCount) forget(waiting.splice(0, waiting.length - waitingCount));
  };

  const dispatch = async (parcels: Parcel[]) => {
    const text = body(parcels);
    const bytes = byteLength(text);
    let keptBytes = bytes;
    for (const flight of flights) keptBytes += flight._keptBytes;
    // A retry goes without: what refused the first try may have been another script's share of the quota.
    const isKept = failures === 0 && keptBytes <= limits.sdkBodyBytes;
    const flight: Flight = { _parcels: parcels, _keptBytes: isKept ? bytes : 0, _startedAtMs: Date.now() };
    flights.add(flight);
    const verdict = await request(url, text, isKept);
    flights.delete(flight);

    if (verdict.kind === "again") {
      waiting.unshift(...parcels);
      trim();
      // Requests that failed side by side are one failure.
      if (Date.now() >= notBeforeMs) failures += 1;
      notBeforeMs = Math.max(notBeforeMs, Date.now() + retryDelayMs(failures, Math.random(), verdict.afterMs));
      keep(parcels);
      clearTimeout(timer);
      timer = undefined;
      schedule();
      return;
    }
    failures = 0;
    notBeforeMs = 0;
    forget(parcels);
    if (verdict.kind === "refused") {
      sayOnce(url + " refused the events; is data-site right, and may this site use it?");
    } else {
      onAnswer(verdict.answer, parcels[0]!._owner, parcels.filter((parcel) => parcel._isPage).pop()?._path);
    }
  };

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (Date.now() < notBeforeMs) schedule();
    else while (waiting.length > 0) void dispatch(takeBatch(waiting)).catch(quietly(rethrow));
  }

  const leave = (isUnloading: boolean) => {
    // Only hidden: the visitor may come back, and an answer is still of use.
    if (!isUnloading) {
      flush();
      return;
    }
    const isDoubtful = failures > 0 || !navigator.onLine;
    const left = waiting.splice(0);
    const doubtful: Parcel[] = [];
    while (left.length > 0) {
      const parcels = takeBatch(left);
      // A beacon says only that it was taken, and does not say what became of it.
      if (!navigator.sendBeacon(url, body(parcels)) || isDoubtful) doubtful.push(...parcels);
      else forget(parcels);
    }
    waiting.push(...doubtful);
    for (const flight of flights) {
      if (isDoubtful || Date.now() - flight._startedAtMs > stuckMs) doubtful.push(...flight._parcels);
    }
    keep(doubtful);
  };

  const stopLeave = onLeave(leave);
  const onOnline = quietly(() => {
    notBeforeMs = 0;
    flush();
  });
  addEventListener("online", onOnline);

  return {
    /** Puts an event into the queue; it goes with the others of the same task. */
    add(parcel: Parcel): void {
      waiting.push(parcel);
      if (failures > 0) trim();
      else if (waiting.length >= waitingCount) return flush();
      schedule();
    },
    flush,
    stop(): void {
      stopLeave();
      removeEventListener("online", onOnline);
      clearTimeout(timer);
    },
  };
}

const rethrow = (error: unknown): never => {
  throw error;
};
