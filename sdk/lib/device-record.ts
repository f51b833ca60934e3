/** What the SDK keeps on the device, all of it, under one key. */
export interface DeviceRecord {
  /** The device's own id. First in the record: the inline stub looks for it there. */
  anonymousId: string;
  /** Public write key of the site that wrote the record: two sites may share an origin. */
  site: string;
  /** What the visitor said when asked; missing when nobody asked. A record of a "no" holds nothing else. */
  consent?: boolean | undefined;
  /** The site's id of the user who logged in on this device. */
  userId?: string | undefined;
  /** Signed visitor id of the last answer; empty after a reset, which says that there is none. */
  visitor?: string | undefined;
  /** Events that could not be delivered yet, as JSON, oldest first. */
  unsent?: string[] | undefined;
}

const key = "scoreline";

/**
 * Reads what an earlier page kept; an empty record, when there is nothing. Not known, when another
 * site of this address has written over it, or when the browser refuses storage: reading
 * `localStorage` may itself throw.
 *
 * @example readDeviceRecord("pub_1")?.anonymousId;
 */
export function readDeviceRecord(site: string): Partial<DeviceRecord> | undefined {
  try {
    const record = JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<DeviceRecord>;
    // The inline stub leaves only an id, without a site.
    return (record.site ?? site) === site ? record : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps the record on the device, or takes it away when there is none. Silent when storage is
 * refused or full: the SDK then works from memory, for as long as the page lives.
 *
 * Every byte the SDK stores passes here, and only `createIdentity` calls it, which asks for consent.
 *
 * @returns Whether the device now says the same as the caller.
 * @example writeDeviceRecord({ anonymousId: randomId(), site: "pub_1" });
 */
export function writeDeviceRecord(record: Partial<DeviceRecord> | undefined): boolean {
  try {
    if (record) localStorage.setItem(key, JSON.stringify(record));
    else localStorage.removeItem(key);
    return true;
  } catch {
    // Refused or full. Nothing is owed to the page for it.
    return false;
  }
}
