/** Two 32-bit FNV-1a hashes with different beginnings, as 16 hexadecimal digits: a short name for a long id. */
export function hashOf(text: string): string {
  return [0x811c9dc5, 0x9747b28c]
    .map((start) => {
      let hash = start;
      for (let index = 0; index < text.length; index += 1) {
        hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
      }
      hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
      return ((hash ^ (hash >>> 13)) >>> 0).toString(16).padStart(8, "0");
    })
    .join("");
}

/**
 * Puts a text into one of so many buckets, evenly and always the same: 32-bit FNV-1a over its code
 * units, mixed once more (murmur3's finalizer), since the last characters decide too much otherwise.
 *
 * @returns From 0 to `buckets - 1`.
 */
export function bucketOf(text: string, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % buckets;
}
