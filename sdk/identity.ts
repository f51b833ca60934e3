import type { ConsentMode } from "../shared/schema/site.ts";
import { readDeviceRecord, writeDeviceRecord, type DeviceRecord } from "./lib/device-record.ts";
import { listen } from "./lib/listen.ts";
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
  let record = readDeviceRecord(site);

  const isAllowed = (): boolean =>
    record.consent ??
    (mode === "none" ||
      // Global Privacy Control is not in TypeScript's DOM.
      (mode !== "opt-in" &&
        navigator.doNotTrack !== "1" &&
        !(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl));

  const unsent = ({ unsent: stored } = readDeviceRecord(site)): string[] =>
    isAllowed() && Array.isArray(stored) ? stored : [];
  const save = (events = unsent()) => {
    if (!isAllowed()) return;
    const { anonymousId = randomId(), userId, visitor, consent } = record;
    // JSON leaves out what is undefined.
    record = { anonymousId, site, consent, userId, visitor };
    writeDeviceRecord({ ...record, unsent: events.length > 0 ? events : undefined });
  };
  // Read once, and written only when there is something to say: storage is slow at the start of a page.
  const left = unsent(record);
  if (!record.site) save([]);
  // What another tab wrote holds here too: a no, a login, the id of the tab that was first.
  listen(window, "storage", () => {
    record = readDeviceRecord(site);
    save();
  });

  return {
    /** What may be known now; nothing without consent. */
    get _known(): Partial<DeviceRecord> {
      return isAllowed() ? record : {};
    },
    /** What the visitor said; nothing when nobody asked. */
    get _consent(): boolean | undefined {
      return record.consent;
    },
    /** Remembers something of the visitor. Nothing is written when nothing is new. */
    _remember(key: "userId" | "visitor", value: string): void {
      if (record[key] === value) return;
      record[key] = value;
      save();
    },
    /** Takes down what the visitor said. A "no" clears the device; where the next page would not ask, the "no" itself stays. */
    _setConsent(consent: boolean): void {
      record = consent ? { ...record, consent } : { consent };
      if (consent) save();
      else writeDeviceRecord(mode === "opt-in" ? undefined : record);
    },
    /** Events that earlier pages could not deliver, as JSON. */
    _unsent: left,
    /** Adds events to those, or takes them out. Other tabs use the same list, so it is read anew. */
    _store(events: readonly string[], isKept: boolean): void {
      const rest = unsent().filter((event) => !events.includes(event));
      save(isKept ? [...rest, ...events].slice(-storedCount) : rest);
    },
    /** Begins anew: another visitor uses this device now. */
    _reset(): void {
      record = { consent: record.consent, visitor: "" };
      save();
    },
  };
}
