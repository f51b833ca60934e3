const longestMs = 86_400_000;

/**
 * Reads a Retry-After header: seconds, or a date (RFC 9110, section 10.2.3).
 *
 * @returns Milliseconds from now, at most a day; undefined when there is no such header or it says nothing.
 */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  const delayMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isFinite(delayMs) && delayMs > 0 ? Math.min(delayMs, longestMs) : undefined;
}
