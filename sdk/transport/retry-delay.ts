const firstMs = 1_000;
const longestMs = 300_000;

/**
 * How long to wait before the next try: doubling from a second to five minutes, spread by half in
 * both directions, so that the visitors of a site do not all come back to a recovering endpoint at
 * once. Never shorter than what the endpoint asked for.
 *
 * @param failures Tries that have failed in a row, from 1.
 * @param random A number from 0 to 1.
 * @param askedMs What the answer's `Retry-After` said, milliseconds; 0 when it said nothing.
 * @example retryDelayMs(3, 0.5, 0); // 4000
 */
export function retryDelayMs(failures: number, random: number, askedMs: number): number {
  return Math.max(Math.min(firstMs * 2 ** (failures - 1), longestMs) * (0.5 + random), askedMs);
}
