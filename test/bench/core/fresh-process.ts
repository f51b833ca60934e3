import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { median } from "./median.ts";

/** What 10,000 rules cost in a process that has done nothing before. */
export interface CompileCost {
  /** CPU time of the call of `compile`, with the garbage collector's and the compiler's threads. */
  compileMs: number;
  /** The first event of each name after it: what is compiled on first use. */
  firstEventsMs: number;
  /** The model as parsed from JSON, which the compiled model refers to. */
  sourceBytes: number;
  /** What the compiled model holds besides. */
  compiledBytes: number;
  /** The same after 5,000 events: with everything that is remembered to be faster. */
  usedBytes: number;
}

const processes = 5;
const run = promisify(execFile);

/** Medians over a number of fresh processes. */
export async function compileCost(seed: number): Promise<CompileCost> {
  const found: CompileCost[] = [];
  for (let count = 0; count < processes; count += 1) {
    const { stdout } = await run(process.execPath, [
      join(import.meta.dirname, "compile-probe.ts"),
      String(seed),
    ]);
    found.push(JSON.parse(stdout) as CompileCost);
  }
  const middle = (key: keyof CompileCost) => median(found.map((cost) => cost[key]));
  return {
    compileMs: middle("compileMs"),
    firstEventsMs: middle("firstEventsMs"),
    sourceBytes: middle("sourceBytes"),
    compiledBytes: middle("compiledBytes"),
    usedBytes: middle("usedBytes"),
  };
}
