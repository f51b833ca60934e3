import { createReadStream, statSync } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { usageError } from "../failure.ts";
import { readProblem } from "../json-file.ts";

/** Lines that were read together, and how far the reading is. */
export interface LineBatch {
  /** Number of the first of them, from 1. */
  first: number;
  /** A line, or why it could not be taken. */
  lines: (string | { fault: string })[];
  /** Share of the input that was read, 0 to 1; undefined when its size is not known. */
  part: number | undefined;
}

const newline = 0x0a;
const blockBytes = 1_048_576;
/** A line may hold a whole batch; anything longer is skipped, so that memory stays bounded. Bytes. */
const lineBytes = 16_777_216;

/**
 * Reads a file line by line, `-` for stdin; gzip is recognised by its first bytes. Memory stays
 * bounded whatever the file's size.
 *
 * @throws {Failure} When the file cannot be opened.
 */
export async function* readLines(file: string): AsyncGenerator<LineBatch> {
  const { bytes, size, taken } = open(file);
  let number = 1;
  let carried: Buffer[] = [];
  let carriedBytes = 0;
  let isSkipping = false;
  const iterator = bytes[Symbol.asyncIterator]();
  for (;;) {
    const lines: LineBatch["lines"] = [];
    const part = () => (size === undefined || size === 0 ? undefined : taken() / size);
    let block: IteratorResult<Buffer>;
    try {
      block = await iterator.next();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT" || code === "EISDIR" || code === "EACCES")
        throw usageError(readProblem(file, error));
      // A download that was cut off: what came before is good.
      const message = error instanceof Error ? error.message : String(error);
      yield { first: number, lines: [{ fault: `the input breaks off here: ${message}` }], part: 1 };
      return;
    }
    if (block.done === true) break;
    const chunk = block.value;
    let from = 0;
    for (let to = chunk.indexOf(newline); to !== -1; to = chunk.indexOf(newline, from)) {
      const end = chunk.subarray(from, to);
      from = to + 1;
      if (isSkipping) {
        isSkipping = false;
        lines.push(tooLong);
      } else {
        lines.push(
          textOf(carried.length === 0 ? end : Buffer.concat([...carried, end]), number + lines.length),
        );
      }
      carried = [];
      carriedBytes = 0;
    }
    if (from < chunk.length && !isSkipping) {
      carried.push(chunk.subarray(from));
      carriedBytes += chunk.length - from;
      if (carriedBytes > lineBytes) {
        isSkipping = true;
        carried = [];
        carriedBytes = 0;
      }
    }
    if (lines.length > 0) yield { first: number, lines, part: part() };
    number += lines.length;
  }
  if (isSkipping) yield { first: number, lines: [tooLong], part: 1 };
  else if (carried.length > 0)
    yield { first: number, lines: [textOf(Buffer.concat(carried), number)], part: 1 };
}

const tooLong = {
  fault: `the line is longer than ${lineBytes / 1_048_576} MiB; put fewer events into one batch`,
};

function textOf(bytes: Buffer, number: number): string {
  const text = bytes.toString("utf8");
  return number === 1 ? text.replace(/^\ufeff/, "") : text;
}

interface Source {
  bytes: AsyncIterable<Buffer>;
  /** Size of the file as it is stored, bytes. */
  size: number | undefined;
  /** Bytes of it that were taken. */
  taken: () => number;
}

function open(file: string): Source {
  let size: number | undefined;
  if (file !== "-") {
    try {
      const status = statSync(file);
      if (status.isDirectory()) throw usageError(`${file} is a folder; give a file`);
      size = status.isFile() ? status.size : undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      throw usageError(readProblem(file, error));
    }
  }
  const stored: Readable =
    file === "-" ? process.stdin : createReadStream(file, { highWaterMark: blockBytes });
  let taken = 0;
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of stored) {
      const block = chunk as Buffer;
      taken += block.length;
      yield block;
    }
  };
  return { bytes: unpacked(counted()), size, taken: () => taken };
}

async function* unpacked(blocks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    const next = await blocks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  const whole = async function* (): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    yield* blocks;
  };
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* whole();
    return;
  }
  const gunzip = createGunzip({ chunkSize: 262_144 });
  // An error of the source comes out of the iteration below.
  pipeline(Readable.from(whole()), gunzip, () => undefined);
  for await (const block of gunzip) yield block as Buffer;
}
