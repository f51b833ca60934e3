import { sayOnce } from "./say-once.ts";

/**
 * Wraps a function so that it never throws into the page that called it. What went wrong is told
 * with one `console.debug` line; the wrapper then returns `undefined`.
 *
 * @example document.addEventListener("submit", quietly(onSubmit), true);
 */
export function quietly<Arguments extends unknown[], Result>(
  run: (...given: Arguments) => Result,
): (...given: Arguments) => Result | undefined {
  return (...given) => {
    try {
      return run(...given);
    } catch (error) {
      sayOnce(error);
    }
  };
}
