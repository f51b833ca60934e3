import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Every file below a folder, without those below the folders left out. */
function filesBelow(folder: string, leftOut: readonly string[]): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (leftOut.includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path, leftOut) : [path];
  });
}

/** A file's bytes; undefined when it has gone, as the log of an object goes that is put away. */
function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** What was looked through, and in how many files each text was found. */
export interface Scan {
  files: number;
  megabytes: number;
  filesWith: Record<string, number>;
}

/** Looks for texts in the bytes of all files below a folder: databases, their write-ahead logs, KV. */
export function scan(
  folder: string,
  texts: Readonly<Record<string, RegExp>>,
  leftOut: readonly string[] = [],
): Scan {
  const filesWith = Object.fromEntries(Object.keys(texts).map((name) => [name, 0]));
  let [files, bytes] = [0, 0];
  for (const path of filesBelow(folder, leftOut)) {
    const content = contentOf(path);
    if (content === undefined) continue;
    files += 1;
    bytes += content.length;
    for (const [name, text] of Object.entries(texts)) {
      if (text.test(content)) filesWith[name] = (filesWith[name] ?? 0) + 1;
    }
  }
  return { files, megabytes: Math.round(bytes / 2 ** 20), filesWith };
}

/** What objects of one class have on the disk. */
export interface Objects {
  /** That have ever written. */
  objects: number;
  /** That hold a row. */
  notEmpty: number;
  megabytes: number;
}

function databasesOf(folder: string, className: string): string[] {
  const place = join(folder, "state", "do", `bench-${className}`);
  return readdirSync(place)
    .filter((name) => name.endsWith(".sqlite") && name !== "metadata.sqlite")
    .map((name) => join(place, name));
}

/** How many objects of a class there are. */
export function countObjects(folder: string, className: string): number {
  return databasesOf(folder, className).length;
}

/** Rows of all tables but the platform's own; `ctx.storage.kv` is a table as well. */
function rowsIn(path: string): number {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database
      .prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('_cf_METADATA', '_cf_ALARM')",
      )
      .all() as { name: string }[];
    return tables.reduce((sum, { name }) => {
      const row = database.prepare(`SELECT count(*) AS rows FROM "${name}"`).get() as { rows: number };
      return sum + row.rows;
    }, 0);
  } finally {
    database.close();
  }
}

/** What the objects of a class hold. Only when workerd has ended. */
export function weighObjects(folder: string, className: string): Objects {
  const databases = databasesOf(folder, className);
  const bytes = databases.reduce((sum, path) => sum + statSync(path).size, 0);
  return {
    objects: databases.length,
    notEmpty: databases.filter((path) => rowsIn(path) > 0).length,
    megabytes: Number((bytes / 2 ** 20).toFixed(1)),
  };
}
