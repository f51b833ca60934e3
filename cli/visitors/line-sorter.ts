import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../failure.ts";
import { merge } from "./merge.ts";
import { readRun, writeRun } from "./run-file.ts";

/** Characters of lines that are held in memory before they are sorted and put away as a run. */
const defaultHeldCharacters = 16_777_216;
/** Runs that are merged at once: each keeps a file open and a block in memory. */
const mergedRuns = 256;

/**
 * Sorts lines by code unit with constant memory, whatever their number: an external merge sort. Few
 * lines never touch the disk; many lie in a folder of the system's temporary one until `close`.
 */
export class LineSorter {
  readonly #heldCharacters: number;
  #lines: string[] = [];
  #characters = 0;
  #folder: string | null = null;
  #runs: string[] = [];
  #made = 0;

  constructor(heldCharacters = defaultHeldCharacters) {
    this.#heldCharacters = heldCharacters;
  }

  /** @param line Without a line break. */
  add(line: string): void {
    this.#lines.push(line);
    this.#characters += line.length;
    if (this.#characters >= this.#heldCharacters) this.#putAway();
  }

  /** All lines, sorted. */
  sorted(): Generator<string> {
    this.#lines.sort();
    return merge([...this.#runs.map(readRun), this.#lines]);
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
    this.#lines.sort();
    this.#write(this.#lines);
    this.#lines = [];
    this.#characters = 0;
    if (this.#runs.length < mergedRuns) return;
    const merged = this.#runs;
    this.#runs = [];
    this.#write(merge(merged.map(readRun)));
    for (const run of merged) rmSync(run);
  }

  #write(lines: Iterable<string>): void {
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
