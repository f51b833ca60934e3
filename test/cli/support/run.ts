import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildCli } from "../../../cli/build.ts";

const folder = mkdtempSync(join(tmpdir(), "cli-of-scoreline-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const program = join(folder, "scoreline.mjs");
await buildCli(program);

/** What the program printed, and how it ended. */
export interface Run {
  code: number | null;
  out: string;
  err: string;
}

/**
 * Runs the program as its users do: the bundle, in a process of its own.
 *
 * @example scoreline(["lint", fixture("model.json")]).code === 0
 */
export function scoreline(
  args: readonly string[],
  options: { input?: string | Buffer; environment?: Record<string, string>; program?: string } = {},
): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [options.program ?? program, ...args], {
    input: options.input ?? "",
    encoding: "utf8",
    maxBuffer: 64 * 1_048_576,
    env: { ...process.env, ...options.environment },
  });
  return { code: status, out: stdout, err: stderr };
}

/** Path of a fixture. */
export function fixture(name: string): string {
  return join("test/cli/fixtures", name);
}

/** The real shop's events, or undefined, with a line that says what was skipped. */
export function shopSample(): string | undefined {
  const file = join(process.env["SCORELINE_DATA"] ?? "../shared/data", "events/shop-4-days.jsonl.gz");
  if (existsSync(file)) return file;
  console.log(`real data skipped: there is no ${file} (set SCORELINE_DATA)`);
  return undefined;
}
