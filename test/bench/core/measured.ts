import type { HistoryLength } from "./history.ts";
import type { Case } from "./series.ts";

/** What was measured: CPU microseconds of an event, a sample a round. */
export interface Measured {
  cases: readonly (Case & { samples: readonly number[] })[];
  history: Record<HistoryLength, readonly number[]>;
}
