import {
  emptyState,
  fold,
  readScores,
  type CompiledModel,
  type VisitorState,
} from "../../../../shared/core/index.ts";
import type { Traffic } from "../events.ts";
import { FreshEvents, type Contestant } from "./contestant.ts";

/** The core, each event folded on top of its visitor's state by a call of its own. */
export function scoreline(traffic: Traffic, model: CompiledModel): Contestant {
  const { visitors, texts, visitorCount } = traffic;
  const fresh = new FreshEvents(traffic);
  let states: VisitorState[] = [];
  const reset = () => {
    states = Array.from({ length: visitorCount }, () => emptyState(model));
  };
  reset();
  return {
    length: texts.length,
    eventsEach: 1,
    reset,
    prepare: (from, to) => {
      fresh.parse(from, to);
    },
    run: (from, to) => {
      for (let index = from; index < to; index += 1) {
        const visitor = visitors[index] ?? 0;
        states[visitor] = fold(states[visitor] as VisitorState, [fresh.at(index)], model).state;
      }
    },
    pointsOf: (visitor) => pointsIn(states[visitor] as VisitorState, model),
  };
}

/** The core, a visitor's events folded so many at a call, as they come in a batch or when a log is folded again. */
export function scorelineInBatches(
  traffic: Traffic,
  model: CompiledModel,
  eventsPerCall: number,
): Contestant {
  const batches = batchesOf(traffic, eventsPerCall);
  const fresh = new FreshEvents({ ...traffic, texts: batches.flatMap(({ texts }) => texts) });
  let ready: { visitor: number; events: ReturnType<FreshEvents["parse"]> }[] = [];
  let readyFrom = 0;
  let states: VisitorState[] = [];
  const reset = () => {
    states = Array.from({ length: traffic.visitorCount }, () => emptyState(model));
  };
  reset();
  return {
    length: batches.length,
    eventsEach: eventsPerCall,
    reset,
    prepare: (from, to) => {
      const events = fresh.parse(from * eventsPerCall, to * eventsPerCall);
      readyFrom = from;
      ready = batches.slice(from, to).map(({ visitor }, index) => ({
        visitor,
        events: events.slice(index * eventsPerCall, (index + 1) * eventsPerCall),
      }));
    },
    run: (from, to) => {
      for (let index = from; index < to; index += 1) {
        const batch = ready[index - readyFrom];
        if (batch === undefined) throw new Error("the batch was not made ready");
        const { visitor, events } = batch;
        states[visitor] = fold(states[visitor] as VisitorState, events, model).state;
      }
    },
    pointsOf: (visitor) => pointsIn(states[visitor] as VisitorState, model),
  };
}

function pointsIn(state: VisitorState, model: CompiledModel): readonly number[] {
  return readScores(state, model, state.lastSeenAtMs).raw;
}

/** The load cut into batches of one visitor each, in the order in which they are complete. */
function batchesOf({ texts, visitors }: Traffic, size: number): { visitor: number; texts: string[] }[] {
  const open = new Map<number, string[]>();
  const batches: { visitor: number; texts: string[] }[] = [];
  for (const [index, text] of texts.entries()) {
    const visitor = visitors[index] ?? 0;
    const batch = open.get(visitor) ?? [];
    batch.push(text);
    open.set(visitor, batch);
    if (batch.length < size) continue;
    batches.push({ visitor, texts: batch });
    open.delete(visitor);
  }
  if (open.size > 0) throw new Error(`the load does not divide into batches of ${size}`);
  return batches;
}
