/** Stands at one line after the other of a sorted list, and shows it as bytes, so that no text is made of what is only compared. */
export interface LineCursor {
  /** What holds the line; another one or other content after `next`. */
  bytes: Buffer;
  /** Where the line begins in `bytes`. */
  start: number;
  /** Where it ends. */
  end: number;
  /** Goes on to the next line, at first to the first one. @returns Whether there is one. */
  next: () => boolean;
}

/** In UTF-8 from this byte on, the order of bytes is not that of code units. */
const lastPlanes = 0xee;

/** Compares two lines of UTF-8 in the order of code units, which is that of message ids. */
export function compareLines(
  one: Buffer,
  oneStart: number,
  oneEnd: number,
  other: Buffer,
  otherStart: number,
  otherEnd: number,
): number {
  const length = Math.min(oneEnd - oneStart, otherEnd - otherStart);
  for (let at = 0; at < length; at += 1) {
    const a = one[oneStart + at] as number;
    const b = other[otherStart + at] as number;
    if (a === b) continue;
    // Characters of four bytes are two code units, which are below those of U+E000 to U+FFFF.
    if (a >= lastPlanes && b >= lastPlanes && a > 0xef !== b > 0xef) return b - a;
    return a - b;
  }
  return oneEnd - oneStart - (otherEnd - otherStart);
}
