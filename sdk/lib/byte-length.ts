/**
 * Bytes that a text takes on the wire, in UTF-8.
 *
 * @example byteLength("ş"); // 2
 */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
