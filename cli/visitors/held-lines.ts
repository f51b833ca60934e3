import { compareLines, type LineCursor } from "./line-cursor.ts";

/** A code unit takes no more bytes than this. */
const bytesPerUnit = 3;
const firstBytes = 65_536;

/**
 * Lines in memory, in one block of bytes that is used again and again: as texts they would be garbage
 * that lives long, of which a process lets hundreds of MiB pile up.
 */
export class HeldLines {
  /** Bytes of the lines. */
  byteLength = 0;
  #bytes = Buffer.allocUnsafe(firstBytes);
  /** Where each line ends, in the order in which they came. */
  #ends: number[] = [];

  add(line: string): void {
    this.#makeRoom(this.byteLength + line.length * bytesPerUnit);
    this.byteLength += this.#bytes.write(line, this.byteLength);
    this.#ends.push(this.byteLength);
  }

  /** The lines in order, until others are added. */
  sorted(): LineCursor {
    const bytes = this.#bytes;
    const ends = this.#ends;
    const startOf = (place: number) => (place === 0 ? 0 : (ends[place - 1] as number));
    const order = Uint32Array.from(ends, (_, place) => place).sort((one, other) =>
      compareLines(bytes, startOf(one), ends[one] as number, bytes, startOf(other), ends[other] as number),
    );
    let at = -1;
    const cursor: LineCursor = {
      bytes,
      start: 0,
      end: 0,
      next: () => {
        at += 1;
        const place = order[at];
        if (place === undefined) return false;
        cursor.start = startOf(place);
        cursor.end = ends[place] as number;
        return true;
      },
    };
    return cursor;
  }

  clear(): void {
    this.byteLength = 0;
    this.#ends = [];
  }

  #makeRoom(needed: number): void {
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.byteLength);
    this.#bytes = larger;
  }
}
