import type { TrackedEvent } from "../../shared/schema/event.ts";
import type { Expectation, Journey } from "../../shared/schema/journey.ts";
import {
  decisionOf,
  emptyState,
  foldLog,
  handOffsOf,
  receiptLines,
  standingOf,
  type Effect,
  type LoadedModel,
  type VisitorState,
} from "../scoring.ts";
import type { Difference } from "./difference.ts";
import { stepAtMs, trackedEvents } from "./events.ts";
import { salesOf } from "./sales.ts";

/** A receipt as a journey writes it: rule (null for none), points, reason. */
export type ReceiptLine = [rule: string | null, points: number, reason: string];

/** What came of a step. */
export interface StepResult {
  step: number;
  daysAgo: number;
  /** How many of its expectations were looked at. */
  checks: number;
  differences: Difference[];
}

/** What came of a journey. */
export interface JourneyResult {
  id: string;
  title: string;
  isPassed: boolean;
  steps: StepResult[];
  /** The receipts at the end, when they are not what the journey says. */
  receipts: { expected: ReceiptLine[]; got: ReceiptLine[] } | null;
  /** What the first hand-off to sales carries otherwise than the journey says. */
  sales: Difference[];
  /** Set when the receipts do not sum to the total: a fault of the core, never of the model. */
  sum: { receipts: number; total: number } | null;
}

/**
 * Runs a journey through the core and compares what came out with what it says.
 *
 * @param nowMs The end of the journey, milliseconds since 1970.
 */
export function runJourney(journey: Journey, model: LoadedModel, nowMs: number): JourneyResult {
  const log: TrackedEvent[] = [];
  let state: VisitorState = emptyState(model.compiled);
  let effects: Effect[] = [];
  let endMs = nowMs;
  const steps = journey.steps.map((step, index): StepResult => {
    const result: StepResult = { step: index, daysAgo: step.daysAgo, checks: 0, differences: [] };
    let events: TrackedEvent[];
    try {
      events = trackedEvents(journey, index, nowMs, model.source.pageKinds);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      result.differences.push({ field: "events", expected: "accepted", got: error.message });
      return result;
    }
    log.push(...events);
    // The whole log each time: a step may lie before another, and its events may say their own time.
    ({ state, effects } = foldLog(log, model.compiled));
    const atMs = events.reduce(
      (latest, event) => Math.max(latest, event.atMs),
      stepAtMs(journey, index, nowMs),
    );
    endMs = Math.max(endMs, atMs);
    const expected = step.expect ?? {};
    const got = whatIs(expected, state, effects, model, atMs, events.at(-1) ?? null);
    result.checks = got.length;
    result.differences = got.filter((item) => !isSame(item.expected, item.got));
    return result;
  });

  const lines = receiptLines(effects, state, model, endMs);
  const got = lines.map(({ ruleId, points, reason }): ReceiptLine => [ruleId, points, reason]);
  const { total } = standingOf(state, model, endMs);
  const sum = lines.reduce((points, receipt) => points + receipt.points, 0);
  const expected = journey.receipts;
  const result: JourneyResult = {
    id: journey.id,
    title: journey.title,
    isPassed: false,
    steps,
    receipts: expected === undefined || isSame(expected, got) ? null : { expected, got },
    sales:
      journey.sales === undefined
        ? []
        : salesOf(journey.sales, log, model).filter((item) => !isSame(item.expected, item.got)),
    sum: sum === total ? null : { receipts: sum, total },
  };
  result.isPassed =
    result.receipts === null &&
    result.sales.length === 0 &&
    result.sum === null &&
    steps.every(({ differences }) => differences.length === 0);
  return result;
}

/** What is expected beside what is, for each field that the step speaks of. */
function whatIs(
  expected: Expectation,
  state: VisitorState,
  effects: readonly Effect[],
  model: LoadedModel,
  atMs: number,
  event: TrackedEvent | null,
): Difference[] {
  const items: Difference[] = [];
  const standing = standingOf(state, model, atMs);
  if (expected.total !== undefined) {
    items.push({ field: "total", expected: expected.total, got: standing.total });
  }
  for (const [id, score] of Object.entries(expected.scores ?? {})) {
    items.push({ field: `scores.${id}`, expected: score, got: standing.scores[id] ?? null });
  }
  if (expected.stage !== undefined) {
    items.push({ field: "stage", expected: expected.stage, got: standing.stage });
  }
  const { segments, disqualified, actions, handOffs } = expected;
  if (segments !== undefined || disqualified !== undefined || actions !== undefined) {
    const decision = decisionOf(state, model, atMs, event);
    if (segments !== undefined) {
      items.push({ field: "segments", expected: segments.toSorted(), got: decision.segments.toSorted() });
    }
    if (disqualified !== undefined) {
      items.push({ field: "disqualified", expected: disqualified, got: decision.disqualified });
    }
    if (actions !== undefined) {
      const shown = decision.actions.map(({ id }) => id).sort();
      items.push({ field: "actions", expected: actions.toSorted(), got: shown });
    }
  }
  if (handOffs !== undefined) {
    items.push({
      field: "handOffs",
      expected: handOffs,
      got: handOffsOf(effects, model).map(({ key }) => key),
    });
  }
  return items;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
