import type { Texts } from "./texts/en.ts";
import { people, week } from "./week.ts";

/** The planning sheet that the guide offers: the site's week as CSV, to be opened in any spreadsheet. */
export function planningSheet({ board: words }: Texts): string {
  const rows = [...people, words.open].map((name, person) =>
    [
      name,
      ...words.days.map((_, day) =>
        week
          .filter((shift) => shift.person === person && shift.day === day)
          .map(({ from, until }) => `${from}-${until}`)
          .join(" "),
      ),
    ].join(),
  );
  // Spreadsheets on Windows take a file without the mark for one in the local encoding.
  return `\u{feff}${[["", ...words.days].join(), ...rows].join("\r\n")}\r\n`;
}

/** Name of the sheet's file. */
export function sheetFile(language: string): string {
  return `fair-week-${language}.csv`;
}
