let hasSpoken = false;

/**
 * Tells the developer what is wrong, once in the life of the page: a visitor's console must not
 * fill with lines because an endpoint is down.
 *
 * @example sayOnce("the answer was 401");
 */
export function sayOnce(message: unknown): void {
  // Nothing is what `debug` returns, and not nothing is true.
  hasSpoken ||= !(console.debug("scoreline: " + message) as unknown);
}
