/** A name as short as this stands in too many texts to say whom they are about. Characters. */
const shortestName = 4;

/** Whether a text from JSON holds one of these names, however they are written. */
export function isNaming(text: string, names: readonly string[]): boolean {
  const folded = text.toLowerCase();
  return names.some((name) => {
    const written = JSON.stringify(name.toLowerCase()).slice(1, -1);
    return name.length >= shortestName && folded.includes(written);
  });
}
