import { LineSorter } from "./line-sorter.ts";

const separator = "\u0000";
/** Digits of an arrival, which stand before the line. */
const arrivalLength = 12;

/**
 * Lines of which each message is kept once, as it arrived first, in the order of the lines. Exact with
 * constant memory, however many there are and however far apart a message comes back.
 */
export class UniqueMessages {
  /** Lines that were left out; counted while the lines are given. */
  duplicates = 0;
  readonly #byMessage = new LineSorter();
  readonly #kept = new LineSorter();

  /**
   * @param message Key of the message.
   * @param arrival Twelve digits: the how-manieth of the input it was.
   */
  add(message: string, arrival: string, line: string): void {
    this.#byMessage.add(`${message}${separator}${arrival}${line}`);
  }

  /** The lines that are kept, sorted. To be called once, after the last was added. */
  sorted(): Generator<string> {
    let before: string | null = null;
    for (const found of this.#byMessage.sorted()) {
      const end = found.indexOf(separator);
      const message = found.slice(0, end);
      if (message === before) this.duplicates += 1;
      else this.#kept.add(found.slice(end + separator.length + arrivalLength));
      before = message;
    }
    this.#byMessage.close();
    return this.#kept.sorted();
  }

  /** Takes the files away. */
  close(): void {
    this.#byMessage.close();
    this.#kept.close();
  }
}
