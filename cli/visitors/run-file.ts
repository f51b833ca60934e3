import { closeSync, openSync, readSync, writeSync } from "node:fs";

const slabCharacters = 1_048_576;
const blockBytes = 65_536;
const newline = 0x0a;

/** Writes lines, which hold no line break, to a file. */
export function writeRun(path: string, lines: Iterable<string>): void {
  const file = openSync(path, "w");
  try {
    let slab: string[] = [];
    let characters = 0;
    const flush = () => {
      if (slab.length === 0) return;
      const bytes = Buffer.from(`${slab.join("\n")}\n`);
      for (let from = 0; from < bytes.length;) from += writeSync(file, bytes, from);
      slab = [];
      characters = 0;
    };
    for (const line of lines) {
      slab.push(line);
      characters += line.length;
      if (characters >= slabCharacters) flush();
    }
    flush();
  } finally {
    closeSync(file);
  }
}

/** Reads the lines of a file that `writeRun` wrote, a block at a time. */
export function* readRun(path: string): Generator<string> {
  const file = openSync(path, "r");
  try {
    const block = Buffer.allocUnsafe(blockBytes);
    let carried: Buffer = Buffer.alloc(0);
    for (let read = readSync(file, block); read > 0; read = readSync(file, block)) {
      const last = block.lastIndexOf(newline, read - 1);
      if (last === -1) {
        carried = Buffer.concat([carried, block.subarray(0, read)]);
        continue;
      }
      const whole = Buffer.concat([carried, block.subarray(0, last)]);
      carried = Buffer.from(block.subarray(last + 1, read));
      yield* whole.toString("utf8").split("\n");
    }
  } finally {
    closeSync(file);
  }
}
