import { isTerminal } from "./terminal.ts";

const width = 24;
const everyMs = 100;

/** A bar on stderr when that is a terminal; nothing at all when it is not. */
export class Progress {
  readonly #isShown = isTerminal("stderr");
  #lastMs = 0;

  /**
   * @param part Share that is done, 0 to 1; undefined when the whole is not known.
   * @param words What is being done.
   */
  show(part: number | undefined, words: string): void {
    if (!this.#isShown) return;
    const nowMs = performance.now();
    if (nowMs - this.#lastMs < everyMs) return;
    this.#lastMs = nowMs;
    const done = Math.round(Math.min(Math.max(part ?? 0, 0), 1) * width);
    const bar = part === undefined ? "" : `[${"#".repeat(done)}${".".repeat(width - done)}] `;
    process.stderr.write(`\r\u001b[K${bar}${words}`);
  }

  /** Takes the bar away. */
  clear(): void {
    if (this.#isShown && this.#lastMs > 0) process.stderr.write("\r\u001b[K");
  }
}
