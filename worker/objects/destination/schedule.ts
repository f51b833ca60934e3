const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * Time from one try to the next, milliseconds. Standard Webhooks' schedule (5 s, 5 min, 30 min, 2 h,
 * 5 h, 10 h, 14 h, 20 h, 24 h: about three days), with three more tries early on, since most outages
 * are restarts and sales wants the name at the right minute.
 */
export const retryDelaysMs: readonly number[] = [
  5 * second,
  15 * second,
  40 * second,
  2 * minute,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** After this long, what could not be delivered is given up even when it was tried less often. Milliseconds. */
export const longestPendingMs = retryDelaysMs.reduce((sum, delayMs) => sum + delayMs, 0) * 1.2;

/** Part of a delay that chance may add, so that after an outage not everything comes at once. */
const jitter = 0.2;

/**
 * When to try next.
 *
 * @param attempts Tries made so far, at least 1.
 * @param random From 0 to 1.
 * @param retryAfterMs What the receiver asked for; obeyed when it is later than the schedule.
 * @param scale Shortens the schedule, for tests.
 * @returns Milliseconds from now, or null when the schedule is used up.
 */
export function nextDelayMs(attempts: number, random: number, retryAfterMs = 0, scale = 1): number | null {
  const delay = retryDelaysMs[attempts - 1];
  if (delay === undefined) return null;
  return Math.max(Math.round(delay * scale * (1 + jitter * random)), retryAfterMs);
}
