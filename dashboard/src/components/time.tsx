import { nowMs } from "../state/clock.ts";
import { formatAgo, formatFull, formatUntil } from "../words/times.ts";

/** How long ago, ticking; the exact time on hover and for machines. */
export function Ago({ atMs }: { atMs: number }) {
  return (
    <time dateTime={isoTime(atMs)} title={formatFull(atMs)}>
      {formatAgo(atMs, Math.max(nowMs.value, atMs))}
    </time>
  );
}

/** How long until, ticking. */
export function Until({ atMs }: { atMs: number }) {
  return (
    <time dateTime={isoTime(atMs)} title={formatFull(atMs)}>
      {formatUntil(atMs, nowMs.value)}
    </time>
  );
}

/** A moment for the `datetime` attribute. */
export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}
