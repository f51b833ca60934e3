import { median, medianRatio } from "../core/median.ts";
import type { Load } from "./measure-load.ts";
import type { Visit } from "./measure-visit.ts";
import { goalsOf, type Goal } from "./goals.ts";
import type { Subject } from "./subjects/subject.ts";

/** What was measured of a subject. */
export interface Measured {
  subject: Subject;
  loads: Load[];
  visit: Visit;
}

/** What was found of a subject; medians of the rounds. */
export interface Finding {
  version: string;
  licence: string;
  load: Load & {
    /** To Scoreline's script time, the median of the rounds' ratios. */
    timesScoreline: number;
  };
  visit: Visit;
  /** What arrived, of what a visitor did. */
  captured: { views: number; forms: number; hasEmail: boolean };
}

/** What a run found. */
export interface Report {
  machine: string;
  chromium: string;
  seed: number;
  rounds: number;
  throttle: number;
  subjects: Record<string, Finding>;
  goals: Goal[];
}

const rounded = (value: number) => Number(value.toPrecision(4));

function findingOf({ subject, loads, visit }: Measured, scoreline: readonly Load[]): Finding {
  const middle = (figure: keyof Load) => rounded(median(loads.map((load) => load[figure])));
  const parts = [visit.view, visit.routes, visit.form, visit.leaving];
  return {
    version: subject.version,
    licence: subject.licence,
    load: {
      scriptMs: middle("scriptMs"),
      longTasks: middle("longTasks"),
      blockedMs: middle("blockedMs"),
      firstEventMs: middle("firstEventMs"),
      heapBytes: middle("heapBytes"),
      timesScoreline: rounded(
        medianRatio(
          loads.map(({ scriptMs }) => scriptMs),
          scoreline.map(({ scriptMs }) => scriptMs),
        ),
      ),
    },
    visit,
    captured: {
      views: parts.reduce((total, { views }) => total + views, 0),
      forms: parts.reduce((total, { forms }) => total + forms, 0),
      hasEmail: parts.some(({ hasEmail }) => hasEmail),
    },
  };
}

/** Sums a run up. */
export function reportOf(
  measured: readonly Measured[],
  about: Pick<Report, "machine" | "chromium" | "seed" | "rounds" | "throttle">,
): Report {
  const scoreline = measured.find(({ subject }) => subject.name === "scoreline")?.loads ?? [];
  const subjects = Object.fromEntries(
    measured.map((each) => [each.subject.name, findingOf(each, scoreline)]),
  );
  return { ...about, subjects, goals: goalsOf(measured, subjects) };
}
