/** What the SDK keeps on the device, all of it, under one key. */
export interface DeviceRecord {
  /** Public write key of the site that wrote the record: two sites may share an origin. */
  site: string;
  /** The device's own id. */
  anonymousId: string;
  /** The site's id of the user who logged in on this device. */
  userId?: string;
  /** Signed visitor id of the last answer. */
  visitor?: string;
  /** Events that could not be delivered yet, as JSON, oldest first. */
  unsent?: string[];
}

const key = "scoreline";

/**
 * Reads what an earlier page kept. Nothing, when there is nothing, when it was kept for another
 * site, or when the browser refuses storage: reading `localStorage` may itself throw.
 *
 * @example readDeviceRecord("pub_1")?.anonymousId;
 */
export function readDeviceRecord(site: string): Partial<DeviceRecord> {
  try {
    const record = JSON.parse(localStorage.getItem(key)!) as Partial<DeviceRecord> | null;
    return record?.site === site ? record : {};
  } catch {
    return {};
  }
}

/**
 * Keeps the record on the device. Silent when storage is refused or full: the SDK then works from
 * memory, for as long as the page lives.
 *
 * Every byte the SDK stores passes here, so this is where a visitor's consent to storage is asked for.
 *
 * @example writeDeviceRecord({ site: "pub_1", anonymousId: randomId() });
 */
export function writeDeviceRecord(record: DeviceRecord): void {
  try {
    localStorage.setItem(key, JSON.stringify(record));
  } catch {
    // Refused or full. Nothing is owed to the page for it.
  }
}
