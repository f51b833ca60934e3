import { medianRatio } from "../core/median.ts";
import { routes } from "./page.ts";
import type { Load } from "./measure-load.ts";
import type { Finding, Measured } from "./report.ts";

/** Something the SDK has set out to reach. */
export interface Goal {
  name: string;
  /** In words and with its unit. */
  goal: string;
  value: number;
  met: boolean;
}

function atMost(name: string, limit: number, unit: string, value: number): Goal {
  return { name, goal: `at most ${limit}${unit}`, value: Number(value.toPrecision(4)), met: value <= limit };
}

function atLeast(name: string, limit: number, unit: string, value: number): Goal {
  return { name, goal: `at least ${limit}${unit}`, value, met: value >= limit };
}

/** How much of what the visitor did has arrived: each view, the form, and who sent it. */
const factsOf = ({ captured: { views, forms, hasEmail } }: Finding) =>
  views + Math.min(forms, 1) + Number(hasEmail);

/**
 * Every goal of the SDK, and whether this run met it.
 *
 * @throws {Error} When a subject that is needed was not measured.
 */
export function goalsOf(measured: readonly Measured[], findings: Record<string, Finding>): Goal[] {
  const { scoreline: ours, "bare page": bare, ...peers } = findings;
  if (!ours || !bare) throw new Error("Scoreline and the bare page were not measured");
  const least = (figure: (finding: Finding) => number): [string, Finding] => {
    const [first] = Object.entries(peers).toSorted(([, a], [, b]) => figure(a) - figure(b));
    if (!first) throw new Error("no peer was measured");
    return first;
  };
  const [fastest] = least(({ load }) => load.scriptMs);
  const [leanest, lean] = least(({ load }) => load.heapBytes);
  const figures = (name: string, figure: keyof Load) =>
    measured.find(({ subject }) => subject.name === name)?.loads.map((load) => load[figure]) ?? [];
  const { view, routes: routed, form } = ours.visit;
  return [
    atMost(
      `script time on load / ${fastest}, the smallest of the peers`,
      1.1,
      "x",
      medianRatio(figures("scoreline", "scriptMs"), figures(fastest, "scriptMs")),
    ),
    atMost(
      `first event after the page is asked for / ${fastest}`,
      1.1,
      "x",
      medianRatio(figures("scoreline", "firstEventMs"), figures(fastest, "firstEventMs")),
    ),
    // The goal is 60 KB where the smallest peer keeps 39; measured as here every peer keeps more.
    atMost(
      `memory kept / ${leanest}, the smallest of the peers`,
      1.5,
      "x",
      (ours.load.heapBytes - bare.load.heapBytes) / (lean.load.heapBytes - bare.load.heapBytes),
    ),
    atMost("long tasks added on load", 0, "", ours.load.longTasks - bare.load.longTasks),
    atMost("1 page view, requests", 1, "", view.events + view.preflights),
    atMost("1 page view, bytes", 400, "", view.bytes),
    atMost("10 route changes, requests", routes.length, "", routed.events + routed.preflights),
    atMost("10 route changes, bytes", 3_000, "", routed.bytes),
    atMost("1 form, requests", 1, "", form.events + form.preflights),
    atMost("1 form, bytes", 700, "", form.bytes),
    atLeast(
      "captured: views, the form, the address; all that happened",
      routes.length + 3,
      "",
      factsOf(ours),
    ),
    atLeast(
      "captured more than by the best peer",
      1,
      "",
      factsOf(ours) - Math.max(...Object.values(peers).map(factsOf)),
    ),
  ];
}
