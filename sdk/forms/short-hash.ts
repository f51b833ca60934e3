/**
 * A short name for a text that is the same on every visit. Not a secret: FNV-1a, 32 bits, base 36.
 *
 * @example shortHash("email phone"); // "1w9y5z0" or the like
 */
export function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36);
}
