/** Who looks for an address or a number looks for a person, an order or a card; what is longer than words is a key. */
const personal = /@|(\d[ .-]?){7}|[!-~]{24}/;

/**
 * What somebody looked for, where it may leave the browser; nothing where it names a person.
 *
 * @example searchTerm("red car"); // "red car"
 */
export const searchTerm = (term: unknown): string =>
  typeof term !== "string" || personal.test(term) ? "" : term.slice(0, 128);
