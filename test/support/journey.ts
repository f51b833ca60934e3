import dealerJourneys from "../golden/dealer.json" with { type: "json" };

/** A golden journey: what a visitor does, and what must come out after each step, to the point. */
export interface Journey {
  id: string;
  title: string;
  steps: Step[];
  /** Rule (null for a bound), points and reason, in canonical order. */
  receipts: [string | null, number, string][];
  /** What the hand-off to sales must carry. */
  sales?: { channel: string; model: string; total: number; receipts: number };
}

export interface Step {
  daysAgo: number;
  source: "browser" | "server";
  events: Record<string, unknown>[];
  expect: {
    total: number;
    stage: string;
    /** Ids of the actions in the answer. */
    actions?: string[];
    /** Keys of all hand-offs so far. */
    handOffs?: string[];
  };
}

export const journeys = dealerJourneys.journeys as unknown as Journey[];

const dayMs = 86_400_000;

/** The step's events as a client sends them: each a second after the other, with ids of their own. */
export function eventsOf(journey: Journey, stepIndex: number, nowMs: number): Record<string, unknown>[] {
  const step = journey.steps[stepIndex];
  if (step === undefined) throw new RangeError(`${journey.id} has no step ${stepIndex}`);
  return step.events.map((event, index) => ({
    messageId: `${journey.id}-${stepIndex}-${index}`,
    // Later steps of one day come later in the day.
    timestamp: new Date(nowMs - step.daysAgo * dayMs + stepIndex * 60_000 + index * 1000).toISOString(),
    ...event,
  }));
}
