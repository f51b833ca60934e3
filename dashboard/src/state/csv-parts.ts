/** A part of a file that can be sent by itself. */
export interface CsvPart {
  /** The header and some lines, as they stand in the file. */
  text: string;
  /** What has to be added to a line's number in the part to get its number in the file. */
  lineOffset: number;
}

/** The records of a file, each with its line feeds: one inside of quotation marks ends no record. */
function* recordsOf(text: string): Generator<string> {
  let start = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '"') isQuoted = !isQuoted;
    if (text[index] !== "\n" || isQuoted) continue;
    yield text.slice(start, index + 1);
    start = index + 1;
  }
  if (start < text.length) yield text.slice(start);
}

/**
 * Cuts a CSV file into parts of so many lines, each with the header.
 *
 * @param limitCharacters A part is not made longer than about this.
 */
export function csvParts(text: string, limitRecords: number, limitCharacters: number): CsvPart[] {
  const [header = "", ...records] = recordsOf(text);
  const parts: CsvPart[] = [];
  const linesOf = (record: string) => record.split("\n").length - 1;
  let line = linesOf(header);
  let part: { text: string; records: number; lineOffset: number } | null = null;
  for (const record of records) {
    const isFull =
      part !== null && (part.records >= limitRecords || part.text.length + record.length > limitCharacters);
    if (part === null || isFull) {
      part = { text: header, records: 0, lineOffset: line - linesOf(header) };
      parts.push(part);
    }
    part.text += record;
    part.records += 1;
    line += linesOf(record);
  }
  return parts.length > 0
    ? parts.map(({ text: own, lineOffset }) => ({ text: own, lineOffset }))
    : [{ text, lineOffset: 0 }];
}
