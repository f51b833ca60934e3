import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

let ticksPerSecond: number | undefined;

/** The fields of a process after its name, which may hold spaces. */
function fieldsOf(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** User and system time that a process has used since it began, microseconds; NaN where the system does not tell. */
export function processMicroseconds(pid: number): number {
  if (!existsSync(`/proc/${pid}/stat`)) return Number.NaN;
  ticksPerSecond ??= Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
  const fields = fieldsOf(pid);
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1e6;
}

/** The workerd processes that this process has started. Empty where the system does not tell. */
export function workerdChildren(): number[] {
  if (!existsSync("/proc/self/stat")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return (
          fieldsOf(pid)[1] === String(process.pid) &&
          readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "workerd"
        );
      } catch {
        // It has ended since the folder was read.
        return false;
      }
    });
}
