import { readDeviceRecord, writeDeviceRecord } from "./lib/device-record.ts";
import { randomId } from "./lib/random-id.ts";

/** Undelivered events that are kept on the device; the oldest go first when there are more. */
const storedCount = 100;

/**
 * Who this device is: a random id of its own, the signed visitor id the endpoint gave, and the
 * user the site named. Kept on the device where that is allowed, else for the life of the page.
 *
 * @example createIdentity("pub_1")._known.anonymousId; // "Zk3vT0b1Qm6xq0iY8rJd2A"
 */
export function createIdentity(site: string) {
  const { anonymousId = randomId(), userId, visitor } = readDeviceRecord(site);
  // JSON leaves out what is undefined.
  let record = { anonymousId, site, userId, visitor };

  const unsent = (): string[] => {
    const stored = readDeviceRecord(site).unsent;
    return Array.isArray(stored) ? stored : [];
  };
  const save = (events: string[] = unsent()) =>
    writeDeviceRecord({ ...record, unsent: events.length > 0 ? events : undefined });
  save();

  return {
    /** What is known now. */
    get _known(): Readonly<typeof record> {
      return record;
    },
    /** Remembers something of the visitor. Nothing is written when nothing is new. */
    _remember(key: "userId" | "visitor", value: string): void {
      if (record[key] === value) return;
      record[key] = value;
      save();
    },
    /** Events that earlier pages could not deliver, as JSON. */
    _unsent: unsent,
    /** Adds events to those, or takes them out. Other tabs use the same list, so it is read anew. */
    _store(events: readonly string[], isKept: boolean): void {
      const rest = unsent().filter((event) => !events.includes(event));
      save(isKept ? [...rest, ...events].slice(-storedCount) : rest);
    },
    /** Begins anew: another visitor uses this device now. */
    _reset(): void {
      record = { anonymousId: randomId(), site, userId: undefined, visitor: undefined };
      save();
    },
  };
}
