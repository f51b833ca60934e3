import { locale } from "./language.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
const full = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" });
const dayOfYear = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
const dayAndYear = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });
const shortDay = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
const shortDayAndYear = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" });

/** `14:32` */
export function formatClock(atMs: number): string {
  return clock.format(atMs);
}

/** `21 Nov 2026, 14:32:05` */
export function formatFull(atMs: number): string {
  return full.format(atMs);
}

/** A day in few characters: `19 Nov`, with the year when it is not this one. */
export function formatDay(atMs: number, nowMs: number): string {
  const isThisYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear();
  return (isThisYear ? shortDay : shortDayAndYear).format(atMs);
}

/** Seconds, minutes, hours or days as a short length: `25s`, `4m`, `3h`, `2d`. */
function formatLength(ms: number): string {
  if (ms < minuteMs) return `${Math.max(5, Math.floor(ms / 5_000) * 5)}s`;
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)}m`;
  if (ms < dayMs) return `${Math.floor(ms / hourMs)}h`;
  return `${Math.floor(ms / dayMs)}d`;
}

/** How long ago, short: `now`, `25s ago`, `4m ago`, `3h ago`, `2d ago`, then the date. */
export function formatAgo(atMs: number, nowMs: number): string {
  const age = nowMs - atMs;
  if (age < 10_000) return "now";
  if (age < 7 * dayMs) return `${formatLength(age)} ago`;
  return formatDay(atMs, nowMs);
}

/** How long until: `in 4m`, or `now` when it is due. */
export function formatUntil(atMs: number, nowMs: number): string {
  const wait = atMs - nowMs;
  return wait <= 0 ? "now" : `in ${formatLength(wait)}`;
}

/** Number of the local day, so that two moments can be told to be on the same one. */
export function dayKey(atMs: number): string {
  const date = new Date(atMs);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

/** Heading of a day: `Today`, `Yesterday`, `Thursday 19 November`, `19 November 2025`. */
export function formatDayHeading(atMs: number, nowMs: number): string {
  if (dayKey(atMs) === dayKey(nowMs)) return "Today";
  const yesterday = new Date(nowMs);
  yesterday.setDate(yesterday.getDate() - 1);
  if (dayKey(atMs) === dayKey(yesterday.getTime())) return "Yesterday";
  const isThisYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear();
  return (isThisYear ? dayOfYear : dayAndYear).format(atMs);
}
