import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as (options?: { type: "minor" }) => void;

/** Collects what is young, so that nobody's turn pays for the turn before. */
export function collectYoungGarbage(): void {
  collect({ type: "minor" });
}

/** Bytes of the heap that are in use, after everything else was collected. */
export function heldBytes(): number {
  // The first pass finds what finalisers and weak maps let go of only afterwards.
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
