import {
  blockLength,
  countAfter,
  latestTimes,
  noTimes,
  withoutTime,
  withTime,
  type TimeBlocks,
} from "./behaviour/time-blocks.ts";
import type { CompiledCap } from "./compile.ts";
import type { Zone } from "./zone.ts";

/** What a cap remembers: a count for life, the latest times of a window, in blocks when they may be very many, or a period and the count in it. */
export type CapMemory = number | readonly number[] | TimeBlocks;

/** What a cap may ask of the moment. */
export interface CapMoment {
  atMs: number;
  /** When the visit began. */
  visitStartMs: number;
  zone: Zone;
}

function periodOf(cap: CompiledCap, { atMs, visitStartMs, zone }: CapMoment): number {
  return cap.per === "session" ? visitStartMs : zone(atMs).day;
}

/**
 * Takes one from a cap.
 *
 * @returns What it remembers after that, or null when there is nothing left. A windowed cap allows so
 *   many awards in (t - window, t].
 */
export function takeFromCap(
  cap: CompiledCap,
  memory: CapMemory | undefined,
  moment: CapMoment,
): CapMemory | null {
  switch (cap.per) {
    case "life": {
      const count = typeof memory === "number" ? memory : 0;
      return count >= cap.times ? null : count + 1;
    }
    case "window": {
      if (cap.times > blockLength)
        return takeOfMany(cap, (memory as TimeBlocks | undefined) ?? noTimes, moment.atMs);
      const times = Array.isArray(memory) ? (memory as readonly number[]) : [];
      return isWindowFull(cap, times, moment.atMs) ? null : [...times, moment.atMs].slice(-cap.times);
    }
    case "session":
    case "day": {
      const period = periodOf(cap, moment);
      const [known, count = 0] = Array.isArray(memory) ? (memory as readonly number[]) : [];
      if (known !== period) return [period, 1];
      return count >= cap.times ? null : [period, count + 1];
    }
  }
}

/**
 * Gives one back to a cap: what was taken of it at a moment counts no longer.
 *
 * @returns What it remembers after that. A visit or a day that is over has nothing left to be given back.
 */
export function giveBackToCap(cap: CompiledCap, memory: CapMemory, atMs: number, zone: Zone): CapMemory {
  if (typeof memory === "number") return memory - 1;
  if (cap.per === "window") {
    if (cap.times > blockLength) return withoutTime(memory as TimeBlocks, atMs);
    const times = memory as readonly number[];
    const place = times.lastIndexOf(atMs);
    return times.filter((_, index) => index !== place);
  }
  const [period = 0, count = 0] = memory as readonly number[];
  // What is remembered is the last period in which something was taken: whatever came after its start is in it.
  const isInPeriod = cap.per === "session" ? atMs >= period : zone(atMs).day === period;
  return isInPeriod ? [period, count - 1] : memory;
}

function takeOfMany(cap: CompiledCap, times: TimeBlocks, atMs: number): TimeBlocks | null {
  const sinceMs = atMs - cap.windowMs;
  if (countAfter(times, sinceMs) >= cap.times) return null;
  return latestTimes(withTime(times, atMs, sinceMs), cap.times);
}

/** Whether so many of these times, the oldest first, lie in the window that there is nothing left. */
export function isWindowFull(cap: CompiledCap, times: readonly number[], atMs: number): boolean {
  if (times.length < cap.times) return false;
  const oldest = times[times.length - cap.times];
  return oldest !== undefined && oldest > atMs - cap.windowMs;
}
