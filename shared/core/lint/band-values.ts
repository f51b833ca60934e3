import type { BandsRule } from "../../schema/rule.ts";
import { foldText } from "../text.ts";
import { quoted } from "./words.ts";

type Band = BandsRule["bands"][number];

/** A run of numbers that a band holds; of a list of values, each number is a run of its own. */
export interface Run {
  /** Place of the band in the rule. */
  band: number;
  from: number;
  to: number;
}

/** The numbers of all bands, the lowest first; bands earlier in the model come first among equals. */
export function runsOf(bands: readonly Band[]): Run[] {
  const runs: Run[] = [];
  for (const [band, { in: list, from, to }] of bands.entries()) {
    if (list === undefined) runs.push({ band, from: from ?? -Infinity, to: to ?? Infinity });
    else for (const value of list) if (typeof value === "number") runs.push({ band, from: value, to: value });
  }
  return runs.sort((a, b) => (a.from === b.from ? a.band - b.band : a.from < b.from ? -1 : 1));
}

/** The texts and truth values of a band, as they are compared. */
export function wordsOf({ in: list = [] }: Band): (string | boolean)[] {
  return list.flatMap((value) =>
    typeof value === "string" ? foldText(value) : typeof value === "boolean" ? value : [],
  );
}

/** A run in words: `50`, `50 to 99`, `1000 and more`. */
export function runText(from: number, to: number): string {
  if (from === to) return String(from);
  if (from === -Infinity) return to === Infinity ? "any number" : `${to} and less`;
  return to === Infinity ? `${from} and more` : `${from} to ${to}`;
}

/** A band as messages name it: `band 2 (50 to 99)`. */
export function bandText(bands: readonly Band[], index: number): string {
  const band = bands[index];
  if (band === undefined) return "";
  const values =
    band.in === undefined
      ? runText(band.from ?? -Infinity, band.to ?? Infinity)
      : `${band.in.slice(0, 3).map(quoted).join(", ")}${band.in.length > 3 ? ", ..." : ""}`;
  return `band ${index + 1} (${values})`;
}
