import type { Command } from "../command.ts";
import { changeHead, changeLine, comparisonText } from "../compare/report.ts";
import { ComparisonTally } from "../compare/tally.ts";
import { changeOf, isChanged } from "../compare/visitor-change.ts";
import { exitCode, usageError } from "../failure.ts";
import { readLines } from "../input/lines.ts";
import { reportFaults } from "../input/report-faults.ts";
import { readModel } from "../model-file.ts";
import { Progress } from "../output/progress.ts";
import { terminal } from "../output/terminal.ts";
import { timeText } from "../output/time.ts";
import { VisitorFolder } from "../replay/fold-visitor.ts";
import { piecesOf, readSorted } from "../replay/read-sorted.ts";
import { withPageKind } from "../scoring.ts";

const slabCharacters = 65_536;

/** `scoreline compare`: two models over the same history. */
export const compareCommand: Command = {
  name: "compare",
  summary: "Score a history under two models: who moves, which hand-offs come and go, and why",
  description: "Rules are matched by their ids. Nobody is told anything: this only reads.",
  parameters: [
    { name: "old.json", description: "The model as it is." },
    { name: "new.json", description: "The model as it would be." },
    { name: "events.ndjson", description: "Events, one a line, also gzip; - for stdin." },
  ],
  flags: {
    until: {
      value: "TIME",
      description: "Leave out what came later, and read the scores then; the last event when left out.",
    },
    json: { description: "Print the comparison as JSON." },
    csv: { description: "Print a line of CSV for each visitor that changes." },
  },
  examples: [
    "scoreline compare old.json new.json events.ndjson",
    "scoreline compare old.json new.json events.ndjson.gz --csv > changes.csv",
  ],
  run: async (call) => {
    call.atMostOne("json", "csv");
    const untilMs = call.moment("until");
    const names = { old: call.parameter("old.json"), new: call.parameter("new.json") };
    if (names.old === "-" || names.new === "-")
      throw usageError("- stands for the events; give the models as files");
    const before = await readModel(names.old, "old");
    const after = await readModel(names.new, "new");
    const hasOtherKinds =
      JSON.stringify(before.source.pageKinds ?? []) !== JSON.stringify(after.source.pageKinds ?? []);
    const progress = new Progress();
    const input = await readSorted(readLines(call.parameter("events.ndjson")), {
      pageKinds: before.source.pageKinds,
      untilMs,
      progress,
    });
    const folders = { old: new VisitorFolder(before, input.atMs), new: new VisitorFolder(after, input.atMs) };
    const tally = new ComparisonTally();
    let slab = call.has("csv") ? changeHead : "";
    for await (const { visitor, events, isLast } of piecesOf(input.sorter, progress)) {
      const seenByNew = hasOtherKinds ? events.map((event) => withPageKind(event, after)) : events;
      const old = folders.old.fold(visitor, events, isLast);
      const now = folders.new.fold(visitor, seenByNew, isLast);
      if (old === null || now === null) continue;
      const change = changeOf(old, now);
      const isNoticed = isChanged(change);
      tally.add(change, isNoticed, {
        old: old.handOffs.map(({ id }) => id),
        new: now.handOffs.map(({ id }) => id),
      });
      if (!isNoticed || !call.has("csv")) continue;
      slab += changeLine(change);
      if (slab.length < slabCharacters) continue;
      terminal.write(slab);
      slab = "";
    }
    const stageOrder = [...new Set([...before.source.stages, ...after.source.stages].map(({ id }) => id))];
    const comparison = tally.comparison(stageOrder);
    if (call.has("csv")) terminal.write(slab);
    else if (call.has("json")) {
      const at = new Date(input.atMs).toISOString();
      const leftOut = input.faults.count;
      terminal.write(`${JSON.stringify({ ...names, at, leftOut, ...comparison }, null, 2)}\n`);
    } else terminal.write(comparisonText(comparison, { ...names, asOf: timeText(input.atMs) }));
    reportFaults(input.faults);
    return exitCode.fine;
  },
};
