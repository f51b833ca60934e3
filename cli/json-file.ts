import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { usageError } from "./failure.ts";

/** Why a file could not be read, in words. */
export function readProblem(file: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return `there is no file ${file}; check the path`;
  if (code === "EISDIR") return `${file} is a folder; give a file`;
  if (code === "EACCES") return `${file} may not be read; check its permissions`;
  return `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}

/**
 * Reads a file of JSON, `-` for stdin.
 *
 * @throws {Failure} When it is not there, or is not JSON.
 */
export async function readJson(file: string): Promise<unknown> {
  let content: string;
  try {
    content = file === "-" ? await text(process.stdin) : readFileSync(file, "utf8");
  } catch (error) {
    throw usageError(readProblem(file, error));
  }
  try {
    return JSON.parse(content.replace(/^\ufeff/, "")) as unknown;
  } catch (error) {
    throw usageError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
