import { Problem } from "../problem.ts";
import { requireSize } from "./body.ts";

/**
 * Reads a body byte by byte, up to a limit, whatever its length header says: an endless one is cut off
 * when the limit is passed.
 *
 * @throws {Problem} 413 when it is longer, 415 when it is compressed.
 */
export async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const encoding = request.headers.get("content-encoding");
  if (encoding !== null && encoding !== "identity") {
    throw new Problem(
      415,
      "unsupported_encoding",
      `content-encoding ${encoding} is not taken; send the body as it is`,
    );
  }
  requireSize(Number(request.headers.get("content-length") ?? 0), limitBytes);
  if (request.body === null) return new Uint8Array(0);
  const reader = (request.body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.byteLength;
    if (length > limitBytes) {
      await reader.cancel();
      requireSize(length, limitBytes);
    }
    parts.push(part.value);
  }
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}
