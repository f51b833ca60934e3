import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../failure.ts";
import { HeldLines } from "./held-lines.ts";
import type { LineCursor } from "./line-cursor.ts";
import { merge } from "./merge.ts";
import { readRun, writeRun } from "./run-file.ts";

/** Bytes of lines that are held in memory before they are sorted and put away as a run. */
const defaultHeldBytes = 16 * 1_048_576 - 65_536;
/** Runs that are merged at once: each keeps a file open and a block in memory. */
const mergedRuns = 256;

/**
 * Sorts lines by code unit with constant memory, whatever their number: an external merge sort. Few
 * lines never touch the disk; many lie in a folder of the system's temporary one until `close`.
 */
export class LineSorter {
  readonly #heldBytes: number;
  readonly #held = new HeldLines();
  #folder: string | null = null;
  #runs: string[] = [];
  #made = 0;

  constructor(heldBytes = defaultHeldBytes) {
    this.#heldBytes = heldBytes;
  }

  /** @param line Without a line break. */
  add(line: string): void {
    this.#held.add(line);
    if (this.#held.byteLength >= this.#heldBytes) this.#putAway();
  }

  /** All lines, sorted. To be called once, after the last line was added. */
  *sorted(): Generator<string> {
    const all = merge([...this.#runs.map(readRun), this.#held.sorted()]);
    while (all.next()) yield all.bytes.toString("utf8", all.start, all.end);
  }

  /** Takes the files away. */
  close(): void {
    process.off("SIGINT", this.#interrupted);
    process.off("SIGTERM", this.#interrupted);
    process.off("exit", this.#left);
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = null;
  }

  readonly #left = (): void => this.close();

  readonly #interrupted = (signal: NodeJS.Signals): void => {
    this.close();
    process.kill(process.pid, signal);
  };

  #putAway(): void {
    this.#write(this.#held.sorted());
    this.#held.clear();
    if (this.#runs.length < mergedRuns) return;
    const merged = this.#runs;
    this.#runs = [];
    this.#write(merge(merged.map(readRun)));
    for (const run of merged) rmSync(run);
  }

  #write(lines: LineCursor): void {
    if (this.#folder === null) {
      this.#folder = mkdtempSync(join(tmpdir(), "scoreline-"));
      process.once("SIGINT", this.#interrupted);
      process.once("SIGTERM", this.#interrupted);
      process.once("exit", this.#left);
    }
    this.#made += 1;
    const run = join(this.#folder, `run-${this.#made}`);
    try {
      writeRun(run, lines);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new Failure(
        `the events could not be sorted in ${tmpdir()}: ${message}; set TMPDIR to a folder with more room`,
      );
    }
    this.#runs.push(run);
  }
}
