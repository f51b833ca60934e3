/** What spreadsheets take for the beginning of a formula, in full width too, and what they skip before one (CVE-2021-41270). */
const formulaBeginning =
  // eslint-disable-next-line no-control-regex -- they are what is skipped
  /^[\s\u0000-\u001f\u200b-\u200f\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe63]|^[\t\r\n]/;

/**
 * A text for a cell of CSV that no spreadsheet runs: one that it would take for a formula gets an
 * apostrophe in front. Names and ids come from strangers.
 *
 * @example withoutFormula("=1+1"); // "'=1+1"
 */
export function withoutFormula(text: string): string {
  return formulaBeginning.test(text) ? `'${text}` : text;
}
