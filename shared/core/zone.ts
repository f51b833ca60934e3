import { dayMs } from "./day.ts";

const minuteMs = 60_000;
const hourMs = 3_600_000;

/** A moment as the clock on the wall shows it. */
export interface WallClock {
  /** 1 Monday to 7 Sunday. */
  weekday: number;
  /** Minutes since midnight. */
  minute: number;
  /** Days since 1970-01-01, of the local date. */
  day: number;
}

export type Zone = (atMs: number) => WallClock;

function wallClock(localMs: number): WallClock {
  const day = Math.floor(localMs / dayMs);
  // 1970-01-01 was a Thursday.
  return {
    weekday: ((((day + 3) % 7) + 7) % 7) + 1,
    minute: Math.floor((localMs - day * dayMs) / minuteMs),
    day,
  };
}

const offsetShape = /^GMT(?:([+-])(\d{2}):(\d{2}))?/;

/**
 * The clock of a time zone, with its summer times.
 *
 * The offset is asked for once an hour of the past and kept: asking costs a thousand times more than
 * adding. Offsets change at full quarters of an hour at the earliest, so it is asked by the quarter.
 *
 * @param name IANA name.
 * @throws {RangeError} When there is no such zone.
 */
export function zoneOf(name: string): Zone {
  if (name === "UTC") return wallClock;
  const format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
  const offsets = new Map<number, number>();
  return (atMs) => {
    const quarter = Math.floor(atMs / (hourMs / 4));
    let offsetMs = offsets.get(quarter);
    if (offsetMs === undefined) {
      const text = format.formatToParts(atMs).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
      const [, sign, hours = "0", minutes = "0"] = offsetShape.exec(text) ?? [];
      offsetMs = (sign === "-" ? -1 : 1) * (Number(hours) * hourMs + Number(minutes) * minuteMs);
      if (offsets.size > 5_000) offsets.clear();
      offsets.set(quarter, offsetMs);
    }
    return wallClock(atMs + offsetMs);
  };
}
