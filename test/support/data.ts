import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Folder of the real data that tests read where it is: `SCORELINE_DATA`, else beside the project. */
const folder = process.env["SCORELINE_DATA"] ?? "../shared/data";

/** A file of real data as text, or undefined, with a line that says what was skipped. */
export function realData(name: string): string | undefined {
  const file = join(folder, name);
  if (existsSync(file)) return readFileSync(file, "utf8");
  console.log(`real data skipped: there is no ${file} (set SCORELINE_DATA)`);
  return undefined;
}
