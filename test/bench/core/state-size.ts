import dealerModel from "../../../shared/packs/dealer/model.json" with { type: "json" };
import { compile, foldLog, type CompiledModel } from "../../../shared/core/index.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { Model } from "../../../shared/schema/model.ts";
import { dealerVisit } from "./dealer-visitor.ts";
import { eventAt, startMs } from "./events.ts";
import { median } from "./median.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
import { seriesModel } from "./series.ts";

/** Bytes of a state as JSON, over a number of visitors. */
export interface StateSize {
  median: number;
  largest: number;
}

/** Of the dealer pack's model and of one with 1,000 rules. */
export interface StateSizes {
  dealer: StateSize;
  thousandRules: StateSize;
}

const eventCount = 100;
const visitorCount = 50;

function sizeOf(model: CompiledModel, logOf: () => TrackedEvent[]): StateSize {
  const sizes = Array.from({ length: visitorCount }, () =>
    Buffer.byteLength(JSON.stringify(foldLog(logOf(), model).state)),
  );
  return { median: median(sizes), largest: Math.max(...sizes) };
}

/** What a visitor's state takes after a hundred events, with the dealer pack's model and with one of 1,000 rules. */
export function stateSizes(seed: number): StateSizes {
  const random = randomNumbers(seed);
  const dealer = compile({ version: 1, id: "0123456789abcdef", model: dealerModel as Model });
  const thousand = compile({
    version: 1,
    id: "0123456789abcdef",
    model: seriesModel("growing", 1_000, seed),
  });
  return {
    dealer: sizeOf(dealer, () => dealerVisit(eventCount, random)),
    thousandRules: sizeOf(thousand, () =>
      Array.from({ length: eventCount }, (_, index) => eventAt(startMs + index * 3_600_000, random)),
    ),
  };
}
