/** A name without what people vary: case and separators. */
function skeleton(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** A text and all that is left when one of its characters is taken away. */
function* withoutOne(text: string): Generator<string> {
  yield text;
  for (let index = 0; index < text.length; index += 1) yield text.slice(0, index) + text.slice(index + 1);
}

/** Below this many characters, one mistake makes another word. */
const shortest = 4;

/**
 * Makes a finder of the known name that a mistyped one stands for: another case or separator, or one
 * letter missing, doubled, wrong or swapped with its neighbour. The known names are indexed by what is
 * left of them without one letter, so the cost of a look-up follows neither their number nor the length
 * of what is asked.
 *
 * @example nearMiss(["email"])("emial") === "email"
 */
export function nearMiss(known: Iterable<string>): (name: string) => string | undefined {
  const exact = new Map<string, string>();
  const index = new Map<string, string>();
  let longest = 0;
  for (const name of known) {
    const key = skeleton(name);
    exact.set(key, name);
    longest = Math.max(longest, key.length);
    if (key.length < shortest) continue;
    for (const rest of withoutOne(key)) if (!index.has(rest)) index.set(rest, name);
  }
  return (name) => {
    const key = skeleton(name);
    const same = exact.get(key);
    if (same !== undefined || key.length < shortest || key.length > longest + 1) return same;
    for (const rest of withoutOne(key)) {
      const found = index.get(rest);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}
