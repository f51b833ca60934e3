import { setImmediate } from "node:timers/promises";

const everyMs = 50;

/** Lets signals such as Ctrl+C through a long computation, which would hold them back to its end. */
export class Breath {
  #lastMs = performance.now();

  /** Whether it is time to `take` one. */
  isDue(): boolean {
    return performance.now() - this.#lastMs >= everyMs;
  }

  async take(): Promise<void> {
    await setImmediate();
    this.#lastMs = performance.now();
  }
}
