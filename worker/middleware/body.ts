import { Problem } from "../problem.ts";

/**
 * Reads a body as text, up to a limit, whatever its length header says: an endless one is cut off
 * when the limit is passed.
 *
 * @throws {Problem} 413 when it is longer, 415 when it is compressed.
 */
export async function readBody(request: Request, limitBytes: number): Promise<string> {
  const encoding = request.headers.get("content-encoding");
  if (encoding !== null && encoding !== "identity") {
    throw new Problem(
      415,
      "unsupported_encoding",
      `content-encoding ${encoding} is not taken; send the body as it is`,
    );
  }
  requireSize(Number(request.headers.get("content-length") ?? 0), limitBytes);
  if (request.body === null) return "";
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
    if (bytes > limitBytes) {
      await reader.cancel();
      requireSize(bytes, limitBytes);
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
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
