const star = "*";

/**
 * Matches a text against a glob: `*` stands for any run of characters but `/`, `**` for any run,
 * `?` for one character but `/`.
 *
 * Two pointers with one remembered `*` and one remembered `**`, so the time is at most the product
 * of both lengths, whatever the pattern: nothing of it ever becomes a regular expression.
 *
 * @example matchGlob("/models/*", "/models/aurora") === true
 */
export function matchGlob(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  // Where to go on when a later literal fails: after the wildcard, with one more character eaten by it.
  let starP = -1;
  let starT = -1;
  let deepP = -1;
  let deepT = -1;
  while (t < text.length) {
    if (pattern[p] === star && pattern[p + 1] === star) {
      deepP = p + 2;
      deepT = t;
      p = deepP;
      starP = -1;
      continue;
    }
    if (pattern[p] === star) {
      starP = p + 1;
      starT = t;
      p = starP;
      continue;
    }
    if (p < pattern.length && (pattern[p] === text[t] || (pattern[p] === "?" && text[t] !== "/"))) {
      p += 1;
      t += 1;
      continue;
    }
    if (starP >= 0 && text[starT] !== "/") {
      starT += 1;
      p = starP;
      t = starT;
      continue;
    }
    if (deepP >= 0) {
      deepT += 1;
      p = deepP;
      t = deepT;
      starP = -1;
      continue;
    }
    return false;
  }
  while (pattern[p] === star) p += 1;
  return p === pattern.length;
}
