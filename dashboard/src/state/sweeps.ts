import type { NewSweep, Sweep } from "../../../shared/schema/sweep.ts";
import { getSweeps, startSweep, steerSweep, sweepResult } from "../api/privacy.ts";
import { makeResource } from "./resource.ts";
import { saveFile } from "./save-file.ts";
import { change } from "./settings.ts";

/** The site's jobs, the newest first. */
export const sweeps = makeResource<Sweep[]>();

/** How often a job that is under way is looked at. Milliseconds. */
const lookMs = 2_000;

/** Looks at the jobs, and again as long as one is under way, until the returned function is called. */
export function watchSweeps(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const look = async (): Promise<void> => {
    await sweeps.load(getSweeps);
    const isRunning = sweeps.value.peek()?.some(({ state }) => state === "running") === true;
    if (!isOver) timer = setTimeout(() => void look(), isRunning ? lookMs : lookMs * 10);
  };
  void look();
  return () => {
    isOver = true;
    clearTimeout(timer);
    sweeps.clear();
  };
}

const steer = (act: () => Promise<unknown>): Promise<boolean> =>
  change("sweeps", async () => {
    await act();
    await sweeps.load(getSweeps);
  });

export const beginSweep = (sweep: NewSweep): Promise<boolean> => steer(() => startSweep(sweep));
export const cancelSweep = (id: string): Promise<boolean> => steer(() => steerSweep(id, "cancel"));
export const resumeSweep = (id: string): Promise<boolean> => steer(() => steerSweep(id, "resume"));
export const saveResult = (id: string, format: "csv" | "ndjson"): Promise<boolean> =>
  steer(async () => saveFile(await sweepResult(id, format), `leads.${format}`));
