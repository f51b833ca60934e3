/** Whether a destination is tried at all: closed while it answers, open for a while when it does not. */
export interface Breaker {
  /** Tries that failed since the last answer. */
  failures: number;
  /** How often it has opened since the last answer. */
  openings: number;
  /** Nothing is tried before this time; one delivery is, after it. */
  openUntilMs: number;
}

export const closedBreaker: Breaker = { failures: 0, openings: 0, openUntilMs: 0 };

/** Tries in a row that have to fail before it opens. */
export const failuresToOpen = 5;
const shortestMs = 10_000;
const longestMs = 5 * 60_000;
/** Part of the time that chance may add, so that destinations of one dead receiver do not come back together. */
const jitter = 0.2;
/** Deliveries under way at once while everything is well. */
const atOnce = 10;

/**
 * How many deliveries may be under way now: none while it is open, one to find out whether the
 * receiver is back, and fewer the more have failed.
 */
export function allowance({ failures, openUntilMs }: Breaker, nowMs: number): number {
  if (nowMs < openUntilMs) return 0;
  if (failures === 0 && openUntilMs === 0) return atOnce;
  return Math.max(1, failuresToOpen - failures - 1);
}

/** After an answer that shows that the receiver is there, whatever it said. */
export function afterAnswer(breaker: Breaker): Breaker {
  return breaker.failures === 0 && breaker.openUntilMs === 0 ? breaker : closedBreaker;
}

/**
 * After a try that failed and is to be made again.
 *
 * @param random From 0 to 1.
 * @param retryAfterMs What the receiver asked for: it holds for everything that goes there.
 * @param scale Shortens the waiting, for tests.
 */
export function afterFailure(
  breaker: Breaker,
  nowMs: number,
  random: number,
  retryAfterMs = 0,
  scale = 1,
): Breaker {
  const failures = breaker.failures + 1;
  // What was under way when it opened does not make it wait longer.
  const opens = failures >= failuresToOpen && nowMs >= breaker.openUntilMs;
  const waitMs = opens
    ? Math.ceil(Math.min(shortestMs * 2 ** breaker.openings, longestMs) * (1 + jitter * random) * scale)
    : 0;
  return {
    failures,
    openings: breaker.openings + (opens ? 1 : 0),
    openUntilMs: Math.max(
      breaker.openUntilMs,
      waitMs > 0 ? nowMs + waitMs : 0,
      retryAfterMs > 0 ? nowMs + retryAfterMs : 0,
    ),
  };
}
