import { parseMoment } from "../../shared/core/index.ts";

const shape =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d+))? ?(?:Z|UTC|([+-]\d{2})(?::?(\d{2}))?)?)?$/i;

/**
 * Reads a day or a moment of ISO 8601 as programs write it: with a space for the T, microseconds, an
 * offset without its colon. Without a zone it is UTC, wherever it is read. Nothing else is guessed at:
 * `03/11/2026` is the 3rd of November to one and the 11th of March to another, and `45982` a
 * spreadsheet's day.
 *
 * @returns Milliseconds since 1970, or undefined for anything else, a day that there is not included.
 * @example parseIsoTime("1970-01-02 00:00:00+0000") === 86_400_000
 */
export function parseIsoTime(text: string): number | undefined {
  const [, day, time, fraction, hours, minutes = "00"] = shape.exec(text.trim()) ?? [];
  if (day === undefined || time === undefined) return parseMoment(day);
  const ms = fraction === undefined ? "" : `.${fraction.slice(0, 3)}`;
  return parseMoment(`${day}T${time}${ms}${hours === undefined ? "Z" : `${hours}:${minutes}`}`);
}
