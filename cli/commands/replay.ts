import type { Call } from "../call.ts";
import type { Command } from "../command.ts";
import { exitCode, usageError } from "../failure.ts";
import { generatedLines } from "../generate/lines.ts";
import { readLines, type LineBatch } from "../input/lines.ts";
import { reportFaults } from "../input/report-faults.ts";
import { readModel } from "../model-file.ts";
import { Progress } from "../output/progress.ts";
import { terminal } from "../output/terminal.ts";
import { VisitorFolder } from "../replay/fold-visitor.ts";
import { piecesOf, readSorted } from "../replay/read-sorted.ts";
import { replayCsv, replayText, type ReplayReport } from "../replay/report.ts";
import { Tally } from "../replay/tally.ts";
import { VisitorList } from "../replay/visitor-list.ts";

function batchesOf(call: Call): AsyncIterable<LineBatch> {
  const file = call.parameter("events.ndjson");
  if (!call.has("generate")) {
    if (file === "") throw usageError("events.ndjson is missing; give a file, - for stdin, or --generate N");
    return readLines(file);
  }
  if (file !== "") throw usageError(`--generate makes the events; leave ${file} out`);
  return generatedLines({ events: call.count("generate", 0), seed: call.count("seed", 1) });
}

/** `scoreline replay`: a history through a model. */
export const replayCommand: Command = {
  name: "replay",
  summary: "Score a history: stages, hand-offs a day, rules that paid, how scores are spread",
  description: `Events may be more than memory holds and in any order: they are sorted on disk (in TMPDIR) by visitor
and time, so that an event that comes late in the file is scored where it belongs. Repeated message
ids count once.`,
  parameters: [
    { name: "model.json", description: "The model." },
    { name: "events.ndjson", description: "Events, one a line, also gzip; - for stdin.", isOptional: true },
  ],
  flags: {
    until: {
      value: "TIME",
      description: "Leave out what came later, and read the scores then; the last event when left out.",
    },
    json: { description: "Print the report as JSON." },
    csv: { description: "Print the report as CSV: section, item, measure, value." },
    visitors: { description: "Print a line for each visitor instead: CSV, or JSON lines with --json." },
    generate: { value: "N", description: "Replay N made events of a car dealer's site instead of a file." },
    seed: { value: "N", description: "Which ones; the same number makes the same events. 1 when left out." },
  },
  examples: [
    "scoreline replay model.json events.ndjson.gz",
    "scoreline replay model.json events.ndjson --until 2026-11-21 --json",
    "scoreline replay model.json events.ndjson --visitors > visitors.csv",
    "scoreline replay model.json --generate 1000000 --seed 7",
  ],
  run: async (call) => {
    call.atMostOne("json", "csv");
    const batches = batchesOf(call);
    const untilMs = call.moment("until");
    const model = await readModel(call.parameter("model.json"));
    const progress = new Progress();
    const startedMs = performance.now();
    const input = await readSorted(batches, { pageKinds: model.source.pageKinds, untilMs, progress });
    const folder = new VisitorFolder(model, input.atMs);
    const tally = new Tally(model);
    const list = call.has("visitors") ? new VisitorList(model, call.has("json") ? "json" : "csv") : null;
    let scored = 0;
    for await (const { visitor, events, isLast } of piecesOf(input.sorter, progress)) {
      scored += events.length;
      const result = folder.fold(visitor, events, isLast);
      if (result === null) continue;
      tally.add(result);
      list?.add(result);
    }
    list?.end();
    const seconds = (performance.now() - startedMs) / 1000;
    const { sorter, faults } = input;
    const report: ReplayReport = {
      model: model.source.name,
      at: new Date(input.atMs).toISOString(),
      events: {
        scored,
        late: sorter.late,
        duplicates: sorter.duplicates,
        afterUntil: input.afterUntil,
        leftOut: faults.count,
        firstLeftOut: faults.first,
        leftOutBy: Object.fromEntries(faults.byReason),
      },
      ...tally.summary(),
      run: {
        seconds: Math.round(seconds * 1000) / 1000,
        eventsPerSecond: Math.round(scored / seconds),
        peakMemoryMiB: Math.round(process.resourceUsage().maxRSS / 1024),
      },
    };
    if (list === null) {
      if (call.has("json")) terminal.write(`${JSON.stringify(report, null, 2)}\n`);
      else terminal.write(call.has("csv") ? replayCsv(report) : replayText(report));
    }
    reportFaults(faults);
    return exitCode.fine;
  },
};
