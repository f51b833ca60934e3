import type { Chromium } from "./chromium.ts";

/** A span of time on a thread of the browser. Microseconds. */
export interface Span {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** Time on the processor; what others took from the thread is not in it. */
  tdur?: number;
  args?: { beginData?: { url?: string } };
}

/**
 * What is taken down: scripts and tasks, nothing finer. Every further category costs time in the
 * middle of what is measured.
 */
const includedCategories = ["devtools.timeline", "v8", "toplevel"];

/** Takes down what the browser does while something runs. */
export async function traceWhile({ browser }: Chromium, run: () => Promise<void>): Promise<Span[]> {
  await browser.send("Tracing.start", {
    transferMode: "ReturnAsStream",
    traceConfig: { includedCategories },
  });
  await run();
  const complete = browser.next("Tracing.tracingComplete");
  await browser.send("Tracing.end");
  const { stream } = await complete;
  let text = "";
  for (let isDone = false; !isDone;) {
    const { data, base64Encoded, eof } = await browser.send("IO.read", { handle: stream, size: 4_000_000 });
    text += base64Encoded === true ? Buffer.from(String(data), "base64").toString() : String(data);
    isDone = eof === true;
  }
  await browser.send("IO.close", { handle: stream });
  return (JSON.parse(text) as { traceEvents: Span[] }).traceEvents;
}
