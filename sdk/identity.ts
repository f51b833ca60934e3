import { readDeviceRecord, writeDeviceRecord, type DeviceRecord } from "./lib/device-record.ts";
import { randomId } from "./lib/random-id.ts";

/** Undelivered events that are kept on the device; the oldest go first when there are more. */
const storedCount = 100;

/**
 * Who this device is: a random id of its own, the signed visitor id the endpoint gave, and the
 * user the site named. Kept on the device where that is allowed, else for the life of the page.
 *
 * @example createIdentity("pub_1").anonymousId; // "Zk3vT0b1Qm6xq0iY8rJd2A"
 */
export function createIdentity(site: string) {
  const { anonymousId = randomId(), userId, visitor } = readDeviceRecord(site);
  let record: DeviceRecord = { site, anonymousId };
  if (userId) record.userId = userId;
  if (visitor) record.visitor = visitor;

  const unsent = (): string[] => {
    const stored = readDeviceRecord(site).unsent;
    return Array.isArray(stored) ? stored : [];
  };
  const save = (events: string[] = unsent()) =>
    writeDeviceRecord(events.length > 0 ? { ...record, unsent: events } : record);
  save();

  return {
    get anonymousId(): string {
      return record.anonymousId;
    },
    get userId(): string | undefined {
      return record.userId;
    },
    get visitor(): string | undefined {
      return record.visitor;
    },
    /** Remembers something of the visitor. Nothing is written when nothing is new. */
    remember(news: { userId?: string; visitor?: string }): void {
      if ((news.userId ?? record.userId) === record.userId && (news.visitor ?? record.visitor) === record.visitor) return;
      record = { ...record, ...news };
      save();
    },
    /** Events that earlier pages could not deliver, as JSON. */
    unsent,
    /** Adds events to those, and takes out others. Other tabs use the same list, so it is read anew. */
    store(add: readonly string[], remove: ReadonlySet<string>): void {
      const rest = unsent().filter((event) => !remove.has(event) && !add.includes(event));
      save([...rest, ...add].slice(-storedCount));
    },
    /** Begins anew: another visitor uses this device now. */
    reset(): void {
      record = { site, anonymousId: randomId() };
      save();
    },
  };
}
