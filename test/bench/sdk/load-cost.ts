import type { Span } from "./trace.ts";

/** What a load cost the page's main thread, by time on the processor. */
export interface LoadCost {
  /** Compiling and running scripts, with the reactions of their promises. Milliseconds. */
  scriptMs: number;
  /** Tasks of more than 50 ms. */
  longTasks: number;
  /** What of those tasks was beyond 50 ms. Milliseconds. */
  blockedMs: number;
}

const longMs = 50;

const isScript = ({ name }: Span) =>
  /^(EvaluateScript|FunctionCall|v8\.(compile|run|callFunction|callAsConstructor|compileModule|evaluateModule|produceCache|produceModuleCache)|BlinkScheduler_PerformMicrotaskCheckpoint)$/.test(
    name,
  );
const isTask = ({ name }: Span) => name === "ThreadControllerImpl::RunTask";

/** Those of the spans that lie in no other of them. */
function outermost(spans: readonly Span[]): Span[] {
  let endsAt = 0;
  return spans.filter(({ ts, dur = 0 }) => {
    if (ts < endsAt) return false;
    endsAt = ts + dur;
    return true;
  });
}

const milliseconds = (spans: readonly Span[]) => spans.map(({ tdur = 0 }) => tdur / 1000);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * Reads the cost of a load out of a trace. The page has no script of its own, so all script of its
 * thread is the subject's.
 *
 * @throws {Error} When the trace knows nothing of the page.
 */
export function loadCost(trace: readonly Span[], page: string): LoadCost {
  const parsed = trace.find(({ name, args }) => name === "ParseHTML" && args?.beginData?.url === page);
  if (!parsed) throw new Error(`the trace knows nothing of ${page}`);
  const thread = trace
    .filter(
      ({ ph, pid, tid, ts }) => ph === "X" && pid === parsed.pid && tid === parsed.tid && ts >= parsed.ts,
    )
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const tasks = milliseconds(outermost(thread.filter(isTask)));
  const long = tasks.filter((taken) => taken > longMs);
  return {
    scriptMs: sum(milliseconds(outermost(thread.filter(isScript)))),
    longTasks: long.length,
    blockedMs: sum(long.map((taken) => taken - longMs)),
  };
}
