import { dayMs } from "./day.ts";

const shape =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** Days from 1970-01-01 to a date of the Gregorian calendar, the 13th month being the next January; after Howard Hinnant's `days_from_civil`. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/**
 * Reads a date or a moment of ISO 8601; without a zone it is UTC, without a time it is midnight.
 *
 * @returns Milliseconds since 1970, or undefined for anything else, the 30th of February included.
 * @example parseMoment("1970-01-02") === 86_400_000
 */
export function parseMoment(text: unknown): number | undefined {
  const match = typeof text === "string" ? shape.exec(text) : null;
  if (match === null) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "0", zone = "Z"] = match;
  const parts = [month, day, hour, minute, second].map(Number);
  const [m = 0, d = 0, h = 0, min = 0, s = 0] = parts;
  if (m < 1 || m > 12 || d < 1 || h > 23 || min > 59 || s > 59) return undefined;
  const firstOfMonth = daysFromCivil(Number(year), m, 1);
  if (d > daysFromCivil(Number(year), m + 1, 1) - firstOfMonth) return undefined;
  const offset =
    zone === "Z"
      ? 0
      : (zone.startsWith("-") ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6)));
  const ms = Number(fraction.padEnd(3, "0"));
  return (firstOfMonth + d - 1) * dayMs + ((h * 60 + min - offset) * 60 + s) * 1000 + ms;
}
