import { closeSync, openSync, readSync, writeSync } from "node:fs";
import type { LineCursor } from "./line-cursor.ts";

const slabBytes = 262_144;
const blockBytes = 65_536;
const newline = 0x0a;

/** Writes lines, which hold no line break, to a file. */
export function writeRun(path: string, lines: LineCursor): void {
  const file = openSync(path, "w");
  try {
    let slab = Buffer.allocUnsafe(slabBytes);
    let used = 0;
    const flush = () => {
      for (let from = 0; from < used;) from += writeSync(file, slab, from, used - from);
      used = 0;
    };
    while (lines.next()) {
      const length = lines.end - lines.start + 1;
      if (used + length > slab.length) flush();
      if (length > slab.length) slab = Buffer.allocUnsafe(length);
      lines.bytes.copy(slab, used, lines.start, lines.end);
      used += length;
      slab[used - 1] = newline;
    }
    flush();
  } finally {
    closeSync(file);
  }
}

/** Reads the lines of a file that `writeRun` wrote, a block at a time. The file is closed after the last. */
export function readRun(path: string): LineCursor {
  const file = openSync(path, "r");
  let filled = 0;
  let isOpen = true;
  /** Keeps the line that has begun, and reads on after it. @returns Whether there was more. */
  const readOn = (begun: number) => {
    const kept = filled - begun;
    const block = kept < cursor.bytes.length ? cursor.bytes : Buffer.allocUnsafe(kept * 2);
    cursor.bytes.copy(block, 0, begun, filled);
    cursor.bytes = block;
    const read = isOpen ? readSync(file, block, kept, block.length - kept, null) : 0;
    filled = kept + read;
    if (read === 0 && isOpen) {
      isOpen = false;
      closeSync(file);
    }
    return read > 0;
  };
  const cursor: LineCursor = {
    bytes: Buffer.allocUnsafe(blockBytes),
    start: 0,
    // Before the first line as if a line had ended there.
    end: -1,
    next: () => {
      let start = cursor.end + 1;
      let searched = start;
      for (;;) {
        const end = cursor.bytes.subarray(0, filled).indexOf(newline, searched);
        if (end !== -1) {
          cursor.start = start;
          cursor.end = end;
          return true;
        }
        searched = filled - start;
        if (!readOn(start)) return false;
        start = 0;
      }
    },
  };
  return cursor;
}
