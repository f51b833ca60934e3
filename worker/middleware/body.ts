import { Problem } from "../problem.ts";

/** Content encodings that a body may come in, where it may be compressed at all. */
const inflatable = { gzip: "gzip", deflate: "deflate" } as const;

/** The body's bytes: inflated where that is allowed, as they came where nothing is to be done. */
function bytesOf(request: Request, limitBytes: number, mayBeCompressed: boolean): ReadableStream<Uint8Array> {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  const body = (request.body ?? new Blob([]).stream()) as ReadableStream<Uint8Array>;
  if (encoding === "identity") return body;
  if (!mayBeCompressed || !Object.hasOwn(inflatable, encoding)) {
    throw new Problem(
      415,
      "unsupported_encoding",
      mayBeCompressed
        ? `content-encoding ${encoding.slice(0, 40)} is not taken; send gzip, or the body as it is`
        : `content-encoding ${encoding.slice(0, 40)} is not taken here; send the body as it is, or gzip with the secret key as the user of Basic authentication`,
    );
  }
  // An endless stream of nothing inflates to nothing: what comes in is counted too.
  const inflate = new DecompressionStream(inflatable[encoding as keyof typeof inflatable]);
  return body.pipeThrough(counted(limitBytes)).pipeThrough(inflate);
}

function counted(limitBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(part, controller) {
      bytes += part.byteLength;
      requireSize(bytes, limitBytes);
      controller.enqueue(part);
    },
  });
}

/**
 * Reads a body byte by byte, up to a limit, whatever its length header says: an endless one is cut off
 * when the limit is passed, and a compressed one is measured by what comes out of it.
 *
 * @param mayBeCompressed Whether `content-encoding: gzip` is taken: from senders who proved who they are.
 * @throws {Problem} 413 when it is longer, 415 when it is compressed and may not be, 400 when it cannot be inflated.
 */
export async function readBytes(
  request: Request,
  limitBytes: number,
  mayBeCompressed = false,
): Promise<Uint8Array<ArrayBuffer>> {
  requireSize(Number(request.headers.get("content-length") ?? 0), limitBytes);
  const reader = bytesOf(request, limitBytes, mayBeCompressed).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      length += part.value.byteLength;
      requireSize(length, limitBytes);
      parts.push(part.value);
    }
  } catch (error) {
    // Not awaited: a sender who never ends is not waited for.
    reader.cancel().catch(() => undefined);
    if (error instanceof Problem || !request.headers.has("content-encoding")) throw error;
    throw new Problem(
      400,
      "invalid_encoding",
      "the body cannot be inflated: it is not what content-encoding says",
    );
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}

/** Reads a body as text; see `readBytes`. */
export async function readBody(
  request: Request,
  limitBytes: number,
  mayBeCompressed = false,
): Promise<string> {
  return new TextDecoder().decode(await readBytes(request, limitBytes, mayBeCompressed));
}

/** @throws {Problem} 413 when a body is larger than it may be. */
export function requireSize(bytes: number, limitBytes: number): void {
  if (bytes > limitBytes) {
    throw new Problem(
      413,
      "body_too_large",
      `the body is larger than ${limitBytes} bytes; send smaller batches`,
    );
  }
}

/** @throws {Problem} 400 when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8 names the place, and quotes from the text only what the sender sent.
    const reason = error instanceof SyntaxError ? error.message.slice(0, 160) : "not JSON";
    throw new Problem(400, "invalid_json", `the body is not JSON: ${reason}`);
  }
}
