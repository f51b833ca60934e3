import type { ProviderLimit } from "../../destinations/contract.ts";

/** Part by which the window is longer than the provider's: it counts when requests arrive, and some take longer than others. */
const allowanceForTheWay = 0.05;

/**
 * Keeps a destination's requests within what its provider takes: never more than `requests` in any
 * `perMs`, whatever the moments. Requests that a delivery under way may still make count as made.
 *
 * Kept in memory: an object that was evicted has been idle for longer than these windows last.
 */
export class Throttle {
  readonly #limit: ProviderLimit;
  readonly #windowMs: number;
  /** Times of the requests in the window, the oldest first. */
  #made: number[] = [];
  #reserved = 0;

  constructor(limit: ProviderLimit) {
    this.#limit = limit;
    this.#windowMs = Math.ceil(limit.perMs * (1 + allowanceForTheWay));
  }

  /** Milliseconds until another delivery may begin; 0 when it may now. */
  waitMs(nowMs: number): number {
    const { requests, perDelivery } = this.#limit;
    this.#made = this.#made.filter((atMs) => atMs > nowMs - this.#windowMs);
    const excess = this.#made.length + this.#reserved + perDelivery - requests;
    if (excess <= 0) return 0;
    // One of those that must leave the window; when they are all under way still, look again in a window's time.
    const atMs = this.#made[excess - 1];
    return atMs === undefined ? this.#windowMs : atMs + this.#windowMs - nowMs;
  }

  /** Begins a delivery. Ask `waitMs` first. */
  begin(): ThrottledDelivery {
    let left = this.#limit.perDelivery;
    this.#reserved += left;
    return {
      requested: (nowMs) => {
        if (left > 0) {
          left -= 1;
          this.#reserved -= 1;
        }
        this.#made.push(nowMs);
      },
      end: () => {
        this.#reserved -= left;
        left = 0;
      },
    };
  }
}

/** A delivery under way, as the throttle sees it. */
export interface ThrottledDelivery {
  /** Counts a request that is being made. */
  requested: (nowMs: number) => void;
  /** Gives back what it did not need. */
  end: () => void;
}
