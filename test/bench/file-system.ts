import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";

const writes = 50;

/** Kind of the file system that a folder is on; `unknown` where the system does not tell. */
function kindOf(folder: string): string {
  if (!existsSync("/proc/mounts")) return "unknown";
  const mounts = readFileSync("/proc/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" "))
    .map(([, mountPoint = "", kind = ""]) => ({ mountPoint, kind }))
    .filter(
      ({ mountPoint }) =>
        mountPoint !== "" && `${folder}/`.startsWith(mountPoint === "/" ? "/" : `${mountPoint}/`),
    )
    .sort((a, b) => b.mountPoint.length - a.mountPoint.length);
  return mounts[0]?.kind ?? "unknown";
}

/** The file system of a folder and what a durable write costs on it, which is most of what a commit costs. */
export function describeFileSystem(folder: string): string {
  const file = openSync(join(folder, "fsync-probe"), "w");
  const page = Buffer.alloc(4096, 1);
  const times: number[] = [];
  for (let index = 0; index < writes; index += 1) {
    const start = performance.now();
    writeSync(file, page);
    fsyncSync(file);
    times.push(performance.now() - start);
  }
  closeSync(file);
  const median = times.sort((a, b) => a - b)[writes / 2] ?? Number.NaN;
  return `${kindOf(folder)}, 4 KiB with fsync ${median.toFixed(2)} ms`;
}
