import type { ConsentMode } from "../shared/schema/site.ts";
import { readDeviceRecord, writeDeviceRecord, type DeviceRecord } from "./lib/device-record.ts";
import { randomId } from "./lib/random-id.ts";

/** Undelivered events that are kept on the device; the oldest go first when there are more. */
const storedCount = 100;

/**
 * Who this device is, as far as the visitor allows it to be known: a random id of its own, the
 * signed visitor id the endpoint gave, and the user the site named. Kept on the device where that is
 * allowed, else for the life of the page. Until consent there is no id, here or anywhere.
 *
 * @example createIdentity("pub_1", "opt-out")._known.anonymousId; // "Zk3vT0b1Qm6xq0iY8rJd2A"
 */
export function createIdentity(site: string, mode: ConsentMode | undefined) {
  let record: Partial<DeviceRecord> = {};
  /** The device keeps nothing: what this page knows is all there is. */
  let isRefused = false;

  const isAllowed = (): boolean =>
    record.consent ??
    (mode === "none" ||
      // Global Privacy Control is not in TypeScript's DOM.
      (mode !== "opt-in" &&
        // oxlint-disable-next-line eqeqeq -- a text, and shorter so
        (navigator.doNotTrack as unknown) != 1 &&
        !(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl));

  const unsent = (stored = readDeviceRecord(site)?.unsent): string[] =>
    isAllowed() && Array.isArray(stored) ? stored : [];
  const save = (events = unsent()) => {
    if (!isAllowed()) return;
    const { anonymousId = randomId(), userId, visitor, consent } = record;
    // JSON leaves out what is undefined.
    record = { anonymousId, site, consent, userId, visitor };
    isRefused = !writeDeviceRecord({ ...record, unsent: events[0] ? events : undefined });
  };
  const refresh = () => {
    record = (!isRefused && readDeviceRecord(site)) || record;
    if (!record.site) save([]);
  };
  refresh();
  // Kept before the browser said no.
  if (record.site && !isAllowed()) writeDeviceRecord(undefined);

  // Each look learns what another tab wrote: a no, a login, the id of the tab that was first. To listen for
  // it would cost every page a call to the browser's storage at its start.
  return {
    /** What may be known now; nothing without consent. */
    get _known(): Partial<DeviceRecord> {
      refresh();
      return isAllowed() ? record : {};
    },
    /** What the visitor said; nothing when nobody asked. */
    get _consent(): boolean | undefined {
      refresh();
      return record.consent;
    },
    /** Remembers something of the visitor. Nothing is written when nothing is new. */
    _remember(key: "userId" | "visitor", value: string): void {
      refresh();
      if (record[key] === value) return;
      record[key] = value;
      save();
    },
    /** Takes down what the visitor said. A "no" clears the device; where the next page would not ask, the "no" itself stays. */
    _setConsent(consent: boolean): void {
      refresh();
      record = consent ? { ...record, consent } : { consent };
      if (consent) save();
      else {
        isRefused = mode === "opt-in";
        writeDeviceRecord(isRefused ? undefined : record);
      }
    },
    /** Events that earlier pages could not deliver, as JSON. */
    _unsent: unsent(),
    /** Adds events to those, or takes them out. Other tabs use the same list, so it is read anew. */
    _store(events: readonly string[], isKept: boolean): void {
      refresh();
      const rest = unsent().filter((event) => !events.includes(event));
      save(isKept ? [...rest, ...events].slice(-storedCount) : rest);
    },
    /** Begins anew: another visitor uses this device now. */
    _reset(): void {
      refresh();
      record = { consent: record.consent, visitor: "" };
      save();
    },
  };
}
