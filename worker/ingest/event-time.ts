import { dayMs } from "../../shared/core/index.ts";
import { limits } from "../../shared/limits.ts";
import type { EventSource } from "../../shared/schema/event.ts";

export interface EventTime {
  /** Milliseconds since 1970, never later than received. */
  atMs: number;
  /** What had to be mended, if anything. */
  flag?: "timestamp_in_future" | "timestamp_too_old" | "timestamp_invalid";
}

/** A clock that is ahead by less than this is not worth a warning. Milliseconds. */
const toleratedMs = 60_000;

/** Reads ISO 8601 or milliseconds since 1970; undefined for anything that is not a moment since 1970. */
export function parseTime(value: string | number | undefined): number | undefined {
  if (value === undefined) return undefined;
  const ms = typeof value === "number" ? value : Date.parse(value);
  return Number.isFinite(ms) && ms >= 0 && ms <= 8.64e15 ? Math.trunc(ms) : undefined;
}

/**
 * When an event happened: `receivedAt - (sentAt - timestamp)`, which takes a wrong clock out of it.
 * Never later than received. What cannot be believed becomes the time of receipt, and is flagged.
 *
 * @param timestamp The event's own time, by the sender's clock.
 * @param sentAtMs When the request was sent, by the same clock.
 */
export function eventTime(
  timestamp: string | number | null | undefined,
  sentAtMs: number | undefined,
  receivedAtMs: number,
  source: EventSource,
): EventTime {
  // A clock that is none is null in JSON.
  if (timestamp === undefined || timestamp === null) return { atMs: receivedAtMs };
  const toldMs = parseTime(timestamp);
  if (toldMs === undefined) return { atMs: receivedAtMs, flag: "timestamp_invalid" };
  const atMs = toldMs + (sentAtMs === undefined ? 0 : receivedAtMs - sentAtMs);
  if (atMs > receivedAtMs) {
    return atMs - receivedAtMs > toleratedMs
      ? { atMs: receivedAtMs, flag: "timestamp_in_future" }
      : { atMs: receivedAtMs };
  }
  // A server may bring old events in; a browser that does has a broken clock or bad intentions.
  const oldest = source === "browser" ? receivedAtMs - limits.eventAgeDays * dayMs : 0;
  if (atMs < oldest) return { atMs: receivedAtMs, flag: "timestamp_too_old" };
  return { atMs };
}
