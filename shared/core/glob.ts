const star = "*";
const wildcard = /[*?]/;

/**
 * Matches a text against a glob: `*` stands for any run of characters but `/`, `**` for any run,
 * `?` for one character but `/`.
 *
 * All places of the pattern that the text so far may have led to are followed together, each once,
 * so the time is at most the product of both lengths, whatever the pattern; mostly there are one or
 * two. Nothing of it ever becomes a regular expression.
 *
 * @example matchGlob("/models/*", "/models/aurora") === true
 */
export function matchGlob(pattern: string, text: string): boolean {
  const literals = pattern.search(wildcard);
  if (literals === -1) return pattern === text;
  if (!text.startsWith(pattern.slice(0, literals))) return false;
  /** In which turn a place was last reached: one turn for each character of the text; 0 for never. */
  const reachedAfter = new Uint32Array(pattern.length + 1);
  let places: number[] = [];
  reach(literals, literals + 1);
  for (let t = literals; t < text.length && places.length > 0; t += 1) {
    const before = places;
    places = [];
    for (const place of before) {
      const symbol = pattern[place];
      const isSlash = text[t] === "/";
      if (symbol === star) {
        if (!isSlash || pattern[place + 1] === star) reach(place, t + 2);
      } else if (symbol === text[t] || (symbol === "?" && !isSlash)) {
        reach(place + 1, t + 2);
      }
    }
  }
  return places.includes(pattern.length);

  /** Notes a place once; a wildcard may stand for nothing, so what follows it is reached with it. */
  function reach(from: number, turn: number): void {
    let place = from;
    while (reachedAfter[place] !== turn) {
      reachedAfter[place] = turn;
      places.push(place);
      if (pattern[place] !== star) return;
      place += pattern[place + 1] === star ? 2 : 1;
    }
  }
}
