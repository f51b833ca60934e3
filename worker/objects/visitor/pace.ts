import { rateWindowMs } from "../../middleware/rate.ts";

/**
 * Counts one visitor's requests, exactly: in no ten seconds are more than so many taken. In memory
 * only, without a row: an object that lost its memory had been left alone for longer than that.
 */
export class Pace {
  /** When the latest requests were taken; a ring, made with the first request that is counted. */
  #takenAtMs: Float64Array | null = null;
  #next = 0;

  /**
   * Takes a request, or not.
   *
   * @returns How long to wait before the next try, milliseconds; 0 when it was taken.
   * @example const waitMs = pace.take(100, Date.now());
   */
  take(atMost: number, nowMs: number): number {
    if (this.#takenAtMs?.length !== atMost) {
      this.#takenAtMs = new Float64Array(atMost).fill(Number.NEGATIVE_INFINITY);
      this.#next = 0;
    }
    // The oldest of the last so many: when it is out of the window there is room for one more.
    const waitMs = (this.#takenAtMs[this.#next] ?? 0) + rateWindowMs - nowMs;
    // A clock that was set back may not shut anybody out for longer than the window.
    if (waitMs > 0 && waitMs <= rateWindowMs) return waitMs;
    this.#takenAtMs[this.#next] = nowMs;
    this.#next = (this.#next + 1) % atMost;
    return 0;
  }
}
